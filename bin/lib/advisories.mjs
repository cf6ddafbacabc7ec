/**
 * @typedef {{ name: string, severity: string, title: string, url?: string, source?: number }} Advisory
 * @typedef {{ id: string, package: string, reason: string, until: string }} Exception
 */

/**
 * @param {string} text what `npm audit --json` said
 * @returns {Map<string, Advisory> | null} by their ids; null where the registry did not answer
 */
export function readReport(text) {
  try {
    const report = JSON.parse(text)
    if (!report.vulnerabilities) return null
    /** @type {{ via: (string | Advisory)[] }[]} */
    const parts = Object.values(report.vulnerabilities)
    const found = parts.flatMap(({ via }) => via.filter((each) => typeof each === 'object'))
    return new Map(found.map((each) => [each.url?.split('/').at(-1) ?? String(each.source), each]))
  } catch {
    return null
  }
}

/**
 * What is wrong: an advisory without an exception that still holds, and an exception that names none, or nothing that was found.
 * @param {{ found: Map<string, Advisory>, exceptions: Exception[], today: string }} known
 * @returns {string[]} a sentence for each
 */
export function findOpen({ found, exceptions, today }) {
  const standing = new Map(exceptions.map((exception) => [exception.id, exception]))
  const open = [...found].flatMap(([id, { name, severity, title }]) => {
    const exception = standing.get(id)
    if (exception && exception.until >= today) return []
    const why = exception
      ? `its exception ended on ${exception.until}`
      : 'docs/advisories.json does not name it'
    return [`${id} ${name} (${severity}): ${title}; ${why}.`]
  })
  const idle = exceptions.filter(({ id }) => !found.has(id))
  return [
    ...open,
    ...idle.map(({ id }) => `${id}: nothing is affected any more; take it out of docs/advisories.json.`),
  ]
}

/** @param {unknown} exceptions @returns {string[]} what is wrong with the file of exceptions */
export function findFaults(exceptions) {
  if (!Array.isArray(exceptions)) return ['docs/advisories.json is no list.']
  return exceptions.flatMap((each, index) => {
    const texts = ['id', 'package', 'reason', 'until'].map((field) => each?.[field])
    const isWhole = texts.every((text) => typeof text === 'string' && text.trim() !== '')
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(each?.until) && !Number.isNaN(Date.parse(each.until))
    return isWhole && isDay
      ? []
      : [
          `Entry ${index + 1} of docs/advisories.json needs id, package, reason and a day until which it holds.`,
        ]
  })
}
