"""Multimodal configs: whose language model is counted, and what the report says of it."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen import SpecError, build_report
from reportgen.huggingface import read_config
from reportgen.listing.lines import FORMATS
from reportgen.xlsx.book import write_book
