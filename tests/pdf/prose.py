"""Sentences as papers have them, made by a seeded program: what the PDFs of the corpus are set from."""

from __future__ import annotations

from random import Random

_WHO = (
    "Families who received home visits", "Children placed with relatives", "Mothers in the comparison group",
    "Parents whose income was below the median", "Infants who entered care before their first birthday",
    "Siblings who were reunified together", "Caseworkers with smaller caseloads",
    "Fathers who took part in training", "Young people aged between twelve and fifteen",
    "Carers who had completed the programme", "Households that were offered financial assistance",
    "Adolescents with difficult behavioural problems",
)  # fmt: skip
_DID = (
    "were significantly less likely to return to foster care",
    "reported fewer difficulties at the second interview",
    "differed little from those in the intervention group", "had higher scores on the well-being scale",
    "were more often reunified within twelve months", "received substantially more specialised services",
    "described the first official meeting as conflicted", "showed no sufficient change in self-efficacy",
    "stayed longer in out-of-home placements than expected",
    "were followed up for a longer observation period",
)  # fmt: skip
_WHEN = (
    "after adjustment for age and ethnicity", "at the end of the follow-up period",
    "in the fully adjusted model", "when the analysis was restricted to first placements",
    "regardless of the reason for removal", "in both urban and rural municipalities",
    "although the confidence intervals overlapped", "once the effect of poverty had been taken into account",
    "during the eighteen months before reunification",
)  # fmt: skip
_GREEK_WHO = (
    "Οι οικογένειες με χαμηλό εισόδημα", "Τα παιδιά που επέστρεψαν στο σπίτι", "Οι γονείς της ομάδας ελέγχου",
    "Οι κοινωνικοί λειτουργοί", "Οι έφηβοι με προβλήματα συμπεριφοράς",
)  # fmt: skip
_GREEK_DID = (
    "ανέφεραν λιγότερες δυσκολίες", "παρέμειναν περισσότερο στην αναδοχή",
    "έλαβαν περισσότερες υπηρεσίες υποστήριξης", "δεν διέφεραν σημαντικά μεταξύ τους",
)  # fmt: skip
_CHINESE_WHO = (
    "低收入家庭",
    "返回原生家庭的儿童",
    "对照组的父母",
    "参加培训的照顾者",
    "十二至十五岁的青少年",
)
_CHINESE_DID = ("报告的困难较少", "在寄养机构停留的时间更长", "得到了更多的支持服务", "与干预组没有显著差异")


def _figures(random: Random) -> str:
    """Return a number as papers print them, with what it says."""
    whole = random.randint(40, 960)
    part = random.randint(3, whole - 1)
    estimate = random.randint(-190, 190) / 100
    low, high = estimate - random.randint(11, 60) / 100, estimate + random.randint(11, 60) / 100
    minus = ("-", "−")
    return (
        f"({part} of {whole}, {100 * part / whole:.1f}%)",
        f"(d = {estimate:.2f}, 95% CI {low:.2f} to {high:.2f})".replace(*minus),
        f"(OR = {random.randint(11, 480) / 100:.2f}, p = .{random.randint(11, 989):03d})",
        f"(M = {random.randint(101, 9900) / 100:.2f}, SD = {random.randint(101, 2900) / 100:.2f})",
        f"(n = {random.randint(1, 9)},{random.randint(0, 999):03d}, p < .0{random.randint(1, 5)})",
        f"(χ2({random.randint(1, 9)}) = {random.randint(11, 9900) / 100:.2f}, p > .{random.randint(10, 98)})",
        f"(t({random.randint(20, 400)}) = {-2 - estimate:.3f}, b = -.{whole})".replace(*minus),
        f"(from {random.randint(1988, 2001)} to {random.randint(2002, 2021)}, n = {whole})",
    )[random.randrange(8)]  # fmt: skip


def sentences(seed: object, n: int) -> tuple[str, ...]:
    """Return so many English sentences with figures in them; no two of the same seed are alike."""
    random, made = Random(f"english {seed}"), {}  # a dict keeps the order
    while len(made) < n:
        who, did, when = random.choice(_WHO), random.choice(_DID), random.choice(_WHEN)
        said = (
            f"{who} {did} {_figures(random)} {when}.",
            f"{when[0].upper()}{when[1:]}, {who[0].lower()}{who[1:]} {did} {_figures(random)}.",
        )
        made[random.choice(said)] = None
    return tuple(made)


def greek(seed: object, n: int) -> tuple[str, ...]:
    """Return so many Greek sentences with figures in them."""
    random, made = Random(f"greek {seed}"), {}
    while len(made) < n:
        made[f"{random.choice(_GREEK_WHO)} {random.choice(_GREEK_DID)} {_figures(random)}."] = None
    return tuple(made)


def chinese(seed: object, n: int) -> tuple[str, ...]:
    """Return so many Chinese sentences with figures in them."""
    random, made = Random(f"chinese {seed}"), {}
    while len(made) < n:
        share = f"占{random.randint(101, 989) / 10:.1f}%,共{random.randint(20, 900)}人"
        made[f"{random.choice(_CHINESE_WHO)}{random.choice(_CHINESE_DID)},{share}。"] = None
    return tuple(made)
