"""Sections of docs/results.md, for the scripts beside this one, which run in gnn-core."""
import datetime
import os
import subprocess

PAGE = os.path.join("..", "docs", "results.md")


def replace(name, title, note, command, table):
    """Puts a table in the place of the section `name`, or at the end; prints it."""
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
    opening, closing = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    section = f"{opening}\n## {title}\n\n{note}\n\n`{command}` in gnn-core · {datetime.date.today()} · commit {commit}\n\n{table}\n{closing}"
    print(section)
    with open(PAGE, encoding="utf-8") as page:
        text = page.read()
    start, end = text.find(opening), text.find(closing)
    text = text[:start] + section + text[end + len(closing):] if start >= 0 else text + "\n" + section + "\n"
    with open(PAGE + ".new", "w", encoding="utf-8") as out:
        out.write(text)
    os.replace(PAGE + ".new", PAGE)
