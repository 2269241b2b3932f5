"""Answers: which were useful, which questions found none. Counts only, of nobody."""
