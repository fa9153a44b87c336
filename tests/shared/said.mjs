// Counts what a voice says, for each text of the JSON list on standard input; prints the counts as JSON.
import { readFileSync } from "node:fs";
import { countOf } from "../../static/js/synthesis-words.js";

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(countOf)));
