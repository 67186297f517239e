# demo · test · check · fix: the only commands anyone needs. Each does all its own set-up.

.DEFAULT_GOAL := help
.PHONY: help demo test check fix
READY := .venv/.ready
RUN := .venv/bin/python -m

help:  ## what there is
	@echo "make demo    a workspace in the browser with sample partnerships in it, ready to try"
	@echo "make test    every test, on SQLite and on PostgreSQL"
	@echo "make check   style, types and the walls between the layers"
	@echo "make fix     put right what can be put right by itself"

$(READY): uv.lock pyproject.toml scripts/set_up.sh
	@sh scripts/set_up.sh
	@touch $@

demo: $(READY)
	@.venv/bin/quorate demo

test: $(READY)
	@$(RUN) pytest -n auto $(ARGS)

# All four have their say, so that one fault does not hide another.
check: $(READY)
	@failed=0; \
	$(RUN) ruff check . || failed=1; \
	$(RUN) ruff format --check . || failed=1; \
	$(RUN) mypy || failed=1; \
	.venv/bin/lint-imports --no-logo || failed=1; \
	exit $$failed

fix: $(READY)
	@$(RUN) ruff check --fix .
	@$(RUN) ruff format .
	@.venv/bin/python scripts/write_spec.py
