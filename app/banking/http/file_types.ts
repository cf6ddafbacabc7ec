/** Under which content types a statement is sent; what it is, its beginning says. */
export const statementFileTypes = [
  'application/xml',
  'text/xml',
  'text/csv',
  'text/plain',
  'application/octet-stream',
] as const
