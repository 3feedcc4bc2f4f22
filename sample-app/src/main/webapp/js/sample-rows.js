const NAMES = ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Žofie Nová", "李小龍", "Noël O’Hara"];
const ROWS = 1000;

/** A file of a thousand rows: most are good, some are quoted, three are bad, five have mails that fail. */
export function sampleCsv() {
  const lines = ["name,email"];
  for (let i = 1; i <= ROWS; i++) {
    lines.push(row(i));
  }
  return lines.join("\r\n") + "\r\n";
}

function row(i) {
  const name = NAMES[i % NAMES.length];
  if (i === 100) {
    return `${name} without an address`;
  }
  if (i === 400) {
    return `${name},not-an-address`;
  }
  if (i === 700) {
    return `"${name} with an open quote,row${i}@example.org`;
  }
  if (i % 200 === 50) {
    return `${name},row${i}@fail.example`;
  }
  return i % 10 === 0 ? `"${name},\r\nthe ""${i}th""",row${i}@example.org` : `${name},row${i}@example.org`;
}
