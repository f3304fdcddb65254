"""What `reportgen --help` says: a constant, so that it is printed without loading anything."""

USAGE = """\
Usage: reportgen COMMAND [ARGUMENTS]

  Parameters, FLOPs and memory of transformer language models, as workbooks
  that recalculate and pages you can mail.

Commands:
  all-presets   Write a workbook, a page and a mail for every preset, an index
                and a comparison.
  report MODEL  Write the workbook and the page of one or more models.
  mail MODEL    Send the report of one or more models, its workbook attached.
  show MODEL    Print a model's report; no files are written.
  list          List the presets, architectures, layers or hardware.
  verify BOOK   Tell whether a workbook's figures are what its inputs give.
  diff A B      Compare two models; --output writes a page and a workbook.
  check-checkpoint PATH
                Compare the tensors of a checkpoint with its config.json.
  new-model     Write a commented model file to start from.
  schema        Print the JSON Schema of model files.

  MODEL is a preset's name, a model file (.toml), a Hugging Face config.json
  (the file, or a folder that holds one), or a workbook (.xlsx) of a report,
  whose inputs may have been changed.

Options:
  --version     Show the version and exit.
  --help        Show this message and exit; after a command, its options.

Examples:
  reportgen all-presets --output output
  reportgen show llama-3-8b --set seq_len=4096
  reportgen report gpt2-xl my-model.toml --set batch_size=8
"""
