"""The lawyer's second pair of eyes: what in an agreement a court, a regulator or a merchant
would stumble over.

One rule is one file in `rules/`; its docstring is its page. A rule looks at one document
(or at the whole workspace) and says where and what; whether the law it rests on was in
force when the version took effect, and whether the data allows it with a reason, is
decided here, once for all rules.
"""

from .docstring import Page, page
from .engine import check
from .rule import Finding, Rule, all_rules

__all__ = ["Finding", "Page", "Rule", "all_rules", "check", "page"]
