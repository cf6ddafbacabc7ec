import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { EInvoiceFormat } from '#app/billing/domain/einvoice/formats'

export const hasXmllint = spawnSync('xmllint', ['--version']).status === 0

const schemas = {
  cii: { file: 'cii-d16b', main: 'data/standard/CrossIndustryInvoice_100pD16B.xsd' },
  invoice: { file: 'ubl-2.1', main: 'maindoc/UBL-Invoice-2.1.xsd' },
  creditNote: { file: 'ubl-2.1', main: 'maindoc/UBL-CreditNote-2.1.xsd' },
}

export interface NamedXml {
  name: string
  format: EInvoiceFormat
  xml: string
}

/** What the XML schemas of UN/CEFACT and OASIS find wrong with some e-invoices. One look for each schema: reading one costs most. */
export function schemaFaults(documents: readonly NamedXml[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'schemas-'))
  try {
    return Object.values(schemas).flatMap(({ file, main }) => {
      unpack(file, join(folder, file))
      const own = documents.filter((document) => schemas[schemaOf(document)].main === main)
      return lookAt(own, { folder, schema: join(folder, file, main) })
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function schemaOf({ format, xml }: NamedXml): keyof typeof schemas {
  if (format === 'facturx' || format === 'xrechnung-cii') return 'cii'
  return xml.includes('<CreditNote') ? 'creditNote' : 'invoice'
}

function lookAt(
  documents: readonly NamedXml[],
  { folder, schema }: { folder: string; schema: string }
): string[] {
  if (documents.length === 0) throw new Error(`No document for ${schema}`)
  const files = documents.map(({ xml }, index) => {
    const file = join(folder, `${index}.xml`)
    writeFileSync(file, xml)
    return file
  })
  const { stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, ...files], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  })
  const valid = [...stderr.matchAll(/(\d+)\.xml validates/g)].map(([, index]) => Number(index))
  return documents.flatMap(({ name, format }, index) => {
    if (valid.includes(index)) return []
    const said = stderr
      .split('\n')
      .filter((line) => line.includes(`/${index}.xml`) && !line.endsWith('fails to validate'))
    return [`${name} (${format}): ${said.join(' ') || stderr.slice(0, 500)}`]
  })
}

function unpack(file: string, folder: string): void {
  const packed = readFileSync(new URL(`../../fixtures/einvoice/${file}.xsd.json.gz`, import.meta.url))
  const texts = JSON.parse(gunzipSync(packed).toString('utf8')) as Record<string, string>
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
