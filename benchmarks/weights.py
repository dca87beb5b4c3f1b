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
# A serial or a paper's number seldom has its neighbour in the same data: one character off is worth
# a look, and look-alikes are one. Neighbouring case numbers are the rule.
_BY_PAPER = {
    **_BY_IDENTIFIER,
    "weights": {
        "identifier": {
            "different": -20.0,
            "one off": 2.5,
            "transposed": 3.0,
            "misread": 6.0,
            "but for noughts": 9.0,
            "same": 14.0,
        },
    },
}
_BY_CASE = {
    **_BY_IDENTIFIER,
    "weights": {
        "identifier": {
            "different": -20.0,
            "one off": -14.0,
            "transposed": -8.0,
            "misread": 3.0,
            "but for noughts": 9.0,
            "same": 14.0,
        },
    },
}
# How often one person's two records, two strangers' and two relatives' come to each level where no
# set shows it: a number whose issuer is unsaid may be another issuer's.
PERSON_BY_JUDGEMENT = {"identifier": {"issuer unsaid": [1e-3, 2e-6, 2e-6]}}
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
            "plate": {"different": -3.0, "one off": 3.0, "misread": 5.0, "same": 9.0},
            # A number is given out once a region; a car that moves gets another.
            "plate region": {"another": -7.0, "the same": 0.5},
            "make": {"different": -4.0, "same": 1.0},
            "model": {"different": -3.0, "same": 1.0},
            # Cars built one after the other are one off, and of those without a check digit one
            # in six looks like a slip: with its make and model that is even odds, no more.
            "identifier": {"different": -20.0, "one off": -2.0, "end": 3.0, "slip": 2.0,
                           "misread": 10.0, "same": 20.0},
        },
    },
    "location": {
        "prior": -4.0,
        "thresholds": _SURE,
        "weights": {
            "street": {"different": -12.0, "alike": -5.0, "same street": -9.0, "close": 3.0,
                       "same": 6.0},
            "area": {"different": -8.0, "close": 0.0, "one the same": 1.0, "same": 2.0},
            # Addresses that no table finds are set down in the middle of the town.
            "distance": {"elsewhere": -14.0, "within 10 km": -5.0, "within 1 km": -2.0,
                         "within 250 m": 0.0, "within 50 m": 3.0, "within 10 m": 6.0},
        },
    },
    **dict.fromkeys(("phone", "email", "account"), _BY_IDENTIFIER),
    **dict.fromkeys(("document", "weapon"), _BY_PAPER),
    **dict.fromkeys(("incident", "court_case", "warrant", "arrest"), _BY_CASE),
}  # fmt: skip
