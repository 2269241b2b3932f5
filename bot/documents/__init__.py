"""Documents people take away: calendar files, sheets, reports."""
