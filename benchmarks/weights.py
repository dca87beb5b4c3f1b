"""Where training starts from: sober weights in log2 odds, and kinds resolved by hand-set rules."""

PERSON_PRIOR = -6.0
PERSON_THRESHOLDS = {"possible": -3.0, "same": 0.0, "act": 6.0}
PERSON_START = {
    "given name": {"different": -5.0, "initial": 0.5, "alike": 0.5, "nickname": 3.0,
                   "close": 3.5, "same, common": 3.5, "same, rare": 5.0},
    "family name": {"different": -3.5, "alike": 0.5, "part": 3.0, "close": 3.5,
                    "same, common": 3.5, "same, rare": 5.0},
    "middle initial": {"different": -2.5, "same": 1.5},
    "suffix": {"different": -6.0, "same": 1.5},
    "birth date": {"different": -6.0, "same year": -3.0, "as far as known": 2.0,
                   "one figure off": 3.0, "day and month swapped": 5.0, "same": 7.0},
    "sex": {"different": -3.0, "same": 0.5},
    "street": {"different": -0.7, "alike": 0.5, "close": 3.0, "same": 4.0},
    "area": {"different": -0.5, "same": 0.7},
    "phone": {"different": -0.3, "one figure off": 3.0, "same": 4.5},
    "email": {"different": -0.5, "close": 3.0, "same": 6.0},
    "number": {"different": -6.0, "one figure off": 3.0, "same": 10.0},
    "identifier": {"different": -12.0, "same": 20.0},
    "name order": {"as written": 0.0, "swapped": 6.0},
    "kinship": {"unrelated": 0.0, "relatives under one roof": -3.0, "twins": -4.0,
                "elder and younger namesake": -4.0},
}  # fmt: skip

_SURE = {"possible": -2.0, "same": 0.0, "act": 6.0}
_BY_IDENTIFIER = {
    "prior": -4.0,
    "thresholds": _SURE,
    "weights": {"identifier": {"different": -20.0, "same": 14.0}},
}
KINDS = {
    "organisation": {
        "prior": -6.0,
        "thresholds": _SURE,
        "weights": {
            "name": {"different": -6.0, "alike": 2.0, "close": 5.0, "same": 7.0},
            "street": {"different": -2.0, "alike": 0.0, "close": 3.0, "same": 4.0},
            "area": {"different": -1.5, "same": 1.0},
            "phone": {"different": -1.0, "one figure off": 2.0, "same": 5.0},
            "identifier": {"different": -12.0, "same": 20.0},
        },
    },
    "vehicle": {
        "prior": -4.0,
        "thresholds": _SURE,
        "weights": {
            "plate": {"different": -3.0, "one figure off": 3.0, "same": 9.0},
            "make": {"different": -4.0, "same": 1.0},
            "model": {"different": -3.0, "same": 1.0},
            "identifier": {"different": -20.0, "same": 20.0},
        },
    },
    "location": {
        "prior": -4.0,
        "thresholds": _SURE,
        "weights": {
            "street": {"different": -12.0, "alike": -5.0, "close": 3.0, "same": 6.0},
            "area": {"different": -8.0, "same": 2.0},
        },
    },
    **dict.fromkeys(
        ("phone", "email", "account", "document", "weapon", "incident", "court_case", "warrant",
         "arrest"),
        _BY_IDENTIFIER,
    ),
}  # fmt: skip
