import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { notCopied, personalColumns } from '#app/privacy/domain/personal_data'

/** How a column is called that may hold who somebody is, or where they are. */
const personal =
  /(^|_)(name|email|phone|street|city|postal_code|ip|agent|iban|holder|hostname|recipient|label|last4|fingerprint|consent|snapshot|evidence|document|remittance|payload|body|intro|word|address(es)?|reason|notes?|content|input|output|data|wish|differences|reference_name|failure|facts)$/

/** Every column of text or JSON in the generated schema: `table.column`. */
function textColumns(): string[] {
  const text = readFileSync(new URL('../../../app/shared/database/schema.ts', import.meta.url), 'utf8')
  const tables = new Map(
    [...text.split('export interface DB {')[1]!.matchAll(/^\s+"?([\w.]+)"?: (\w+);/gm)].map((match) => [match[2]!, match[1]!]) // prettier-ignore
  )
  return [...text.matchAll(/export interface (\w+) \{([\s\S]*?)\n\}/g)].flatMap(([, type, body]) => {
    const table = tables.get(type!)
    const columns = [...body!.matchAll(/^\s+(\w+): (.+);/gm)].filter(([, , kind]) =>
      /string|Json/.test(kind!)
    )
    return table ? columns.map(([, column]) => `${table}.${column}`) : []
  })
}

const flat = (part: Record<string, string[]>) =>
  Object.entries(part).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`))

test('of every column that may name a person somebody decided what becomes of it when they are forgotten', ({
  assert,
}) => {
  const all = textColumns()
  const { erased, kept, passing, ours } = personalColumns
  const decided = [erased, ...Object.values(kept), passing, ours].flatMap(flat)
  assert.isAbove(all.length, 500)
  assert.deepEqual(
    decided.filter((column, at) => decided.indexOf(column) !== at),
    [],
    'decided twice'
  )
  const named = all.filter((column) => personal.test(column.split('.').at(-1)!))
  assert.deepEqual(
    named.filter((column) => !decided.includes(column)),
    [],
    'nobody decided'
  )
  assert.deepEqual(
    decided.filter((column) => !all.includes(column)),
    [],
    'not there any more'
  )
})

test('a copy of data holds every column that an erasure takes away, or it is said why not', ({ assert }) => {
  const queries = ['collect_data', 'collect_people']
    .map((name) => readFileSync(new URL(`../../../app/privacy/queries/${name}.ts`, import.meta.url), 'utf8'))
    .join('\n')
  const copies = (place: string) => {
    const [table, column] = place.split('.')
    const statements = [...queries.matchAll(/select ([^`]*?) from (\w+) where/g)].map(
      ([, columns, from]) => ({ from, columns })
    )
    const built = [...queries.matchAll(/selectFrom\('(\w+)[^)]*\)[\s\S]*?\.select\(\[([^\]]*)\]/g)].map(
      ([, from, columns]) => ({ from, columns })
    )
    return [...statements, ...built].some(
      ({ from, columns }) => from === table && new RegExp(`\\b${column}\\b`).test(columns!)
    )
  }
  const erased = flat(personalColumns.erased)
  const excused = Object.values(notCopied).flatMap(flat)
  assert.deepEqual(
    erased.filter((place) => !copies(place) && !excused.includes(place)),
    [],
    'neither copied nor excused'
  )
  assert.deepEqual(
    excused.filter((place) => !erased.includes(place) || copies(place)),
    [],
    'excused in vain'
  )
})
