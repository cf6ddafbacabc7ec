/** The networks that were typed into one field: one a line, or with commas between them. */
export function networksIn(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

/** What is said against a field, or against one of the lines typed into it: it is shown beside them all. */
export function complaintAbout(name: string, errors: object): string | undefined {
  const said = Object.entries(errors as Record<string, string>)
  return said.find(([field]) => field === name || field.startsWith(`${name}.`))?.[1]
}
