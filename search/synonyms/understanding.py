"""What a person typed -> what is searched for: the query's tree with spellings and synonyms of each word."""

from collections.abc import Sequence
from dataclasses import replace

from minutes.access import VISITOR, Clearance
from search.language import Node, Prefix, Question, Term, Wanted, expand, is_address, loosened, parse, terms_of
from search.synonyms.lexicon import StoredLexicon, load_lexicon
from search.words import fold_text


def understand(question: Question, *, clearance: Clearance = VISITOR) -> Question:
    """The question with its text read, whatever it is: `read` and `tree`; in two database queries at most.

    Spellings are listed that a person of `clearance` may read somewhere.
    """
    read = parse(question.text, literal=question.literal)
    known = load_lexicon(
        terms_of(read.tree), clearance=clearance, variants=question.variants, synonyms=question.synonyms
    )
    return replace(question, read=read, tree=_with_forms(read.tree, question, known))


def expanded(questions: Sequence[Question], *, clearance: Clearance = VISITOR) -> list[Question]:
    """Questions of which the trees are as parsed, with each word's forms as understand() would find them; in two
    database queries for all."""
    terms = dict.fromkeys(term for question in questions for term in terms_of(question.tree))
    known = load_lexicon(terms, clearance=clearance)
    return [replace(question, tree=_with_forms(question.tree, question, known)) for question in questions]


def loosen(question: Question, *, clearance: Clearance = VISITOR) -> Question | None:
    """The same question for entries that hold only some of its words; None where it asks for no words, or `strict`ly.
    The parts of an address are no words."""
    loose = None if question.strict or is_address(question.text) else loosened(question.read.tree)
    if loose is None:
        return None
    words = [word for word in loose.words if isinstance(word, Term)]
    known = load_lexicon(words, clearance=clearance, variants=question.variants, synonyms=question.synonyms)
    found = [_with_forms(word, question, known) for word in loose.words]
    kept = tuple(word for word in found if isinstance(word, Wanted | Term | Prefix))
    return replace(question, loose=replace(loose, words=kept))


def _with_forms(tree: Node | None, question: Question, known: StoredLexicon) -> Node | None:
    return expand(
        tree,
        known,
        variants=question.variants,
        synonyms=question.synonyms,
        off=frozenset(map(fold_text, question.off)),
        also=frozenset(map(fold_text, question.also)),
    )
