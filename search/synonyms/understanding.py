"""What a person typed -> what is searched for: the query's tree with spellings and synonyms of each word."""

from collections.abc import Sequence
from dataclasses import replace

from minutes.access import VISITOR, Clearance
from search.language import Question, expand, parse, terms_of
from search.synonyms.lexicon import load_lexicon
from search.words import fold_text


def understand(question: Question, *, clearance: Clearance = VISITOR) -> Question:
    """The question with its text read, whatever it is: `read` and `tree`; in two database queries at most.

    Spellings are listed that a person of `clearance` may read somewhere.
    """
    variants, synonyms = question.variants, question.synonyms
    read = parse(question.text, literal=question.literal)
    known = load_lexicon(terms_of(read.tree), clearance=clearance, variants=variants, synonyms=synonyms)
    off = frozenset(map(fold_text, question.off))
    return replace(question, read=read, tree=expand(read.tree, known, variants=variants, synonyms=synonyms, off=off))


def expanded(questions: Sequence[Question], *, clearance: Clearance = VISITOR) -> list[Question]:
    """Questions of which the trees are as parsed, with each word's forms as understand() would find them; in two
    database queries for all."""
    terms = dict.fromkeys(term for question in questions for term in terms_of(question.tree))
    known = load_lexicon(terms, clearance=clearance)
    return [
        replace(
            question,
            tree=expand(
                question.tree,
                known,
                variants=question.variants,
                synonyms=question.synonyms,
                off=frozenset(map(fold_text, question.off)),
            ),
        )
        for question in questions
    ]
