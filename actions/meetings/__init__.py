"""Meetings: the steering committee, the plenary and the working groups, from the draft to the attendance sheet."""
