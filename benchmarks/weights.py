"""Where training starts from, and kinds resolved by weights set by hand in log2 odds."""

# The least whole number at which every set has half of the wrong merges that acting allows.
PERSON_THRESHOLDS = {"possible": -6.0, "same": 0.0, "act": 7.0}
PERSON_CAUTION = {"objections": 2.0}
_SURE = {"possible": -2.0, "same": 0.0, "act": 6.0}
_BY_IDENTIFIER = {
    "prior": -4.0,
    "thresholds": _SURE,
    "weights": {"identifier": {"different": -20.0, "same": 14.0}},
}
# How often one organisation's two records come to each level, by judgement: organisations are
# renamed and abbreviated, and stay at their address.
ORGANISATION_SAME = {
    "name": {"different": 0.14, "alike": 0.2, "within": 0.12, "close": 0.18, "same": 0.36},
    "street": {"different": 0.04, "alike": 0.05, "same street": 0.04, "close": 0.12, "same": 0.75},
    "phone": {"different": 0.3, "close": 0.05, "same": 0.65},
    "area": {"different": 0.05, "close": 0.05, "one the same": 0.05, "same": 0.85},
    "identifier": {"different": 0.01, "same": 0.99},
}
ORGANISATION = {
    "prior": -6.0,
    # Two branches may share all but their address, and one list copies another's slip: two
    # records need a register's number, three that agree do not.
    "thresholds": {**_SURE, "act": 24.0},
    "caution": {"objections": 2.0, "records": 3, "corroborated": 17.0},
    "weights": {
        "name": {"different": -6.0, "alike": 1.0, "within": 3.0, "close": 5.0, "same": 7.0},
        "street": {"different": -2.0, "alike": 0.0, "same street": 0.5, "close": 3.0, "same": 4.0},
        "area": {"different": -1.5, "close": 0.0, "one the same": 0.5, "same": 1.0},
        "phone": {"different": -1.0, "close": 2.0, "same": 5.0},
        "identifier": {"different": -12.0, "same": 20.0},
    },
}
KINDS = {
    "vehicle": {
        "prior": -4.0,
        "thresholds": _SURE,
        "weights": {
            "plate": {"different": -3.0, "one off": 3.0, "same": 9.0},
            "make": {"different": -4.0, "same": 1.0},
            "model": {"different": -3.0, "same": 1.0},
            "identifier": {"different": -20.0, "same": 20.0},
        },
    },
    "location": {
        "prior": -4.0,
        "thresholds": _SURE,
        "weights": {
            "street": {"different": -12.0, "alike": -5.0, "same street": -9.0, "close": 3.0,
                       "same": 6.0},
            "area": {"different": -8.0, "close": 0.0, "one the same": 1.0, "same": 2.0},
        },
    },
    **dict.fromkeys(
        ("phone", "email", "account", "document", "weapon", "incident", "court_case", "warrant",
         "arrest"),
        _BY_IDENTIFIER,
    ),
}  # fmt: skip
