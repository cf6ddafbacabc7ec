import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import SaxonJS from 'saxon-js'
import type { EInvoiceFormat } from '#app/billing/domain/einvoice/formats'

const rulesOf: Record<EInvoiceFormat, string[]> = {
  facturx: ['en-cii'],
  'xrechnung-cii': ['en-cii', 'xr-cii'],
  'xrechnung-ubl': ['en-ubl', 'xr-ubl'],
  'peppol-bis': ['en-ubl', 'peppol-ubl'],
}
const loaded = new Map<string, object>()

function load(name: string): object {
  const known = loaded.get(name)
  if (known) return known
  const file = new URL(`../../fixtures/einvoice/${name}.sef.json.gz`, import.meta.url)
  const rules = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as object
  loaded.set(name, rules)
  return rules
}

/** The rules that an e-invoice breaks, warnings and hints excepted: `BR-CO-15: Invoice total amount …`. */
export function brokenRules(xml: string, format: EInvoiceFormat): string[] {
  return rulesOf[format].flatMap((name) => {
    const report = SaxonJS.transform(
      { stylesheetInternal: load(name), sourceText: xml, destination: 'serialized' },
      'sync'
    ).principalResult as string
    if (!report.includes('svrl:fired-rule')) throw new Error(`No rule of ${name} looked at the document`)
    return [...report.matchAll(/<svrl:failed-assert([^>]*)>([\s\S]*?)<\/svrl:failed-assert>/g)]
      .filter(([, attributes]) => !/(flag|role)="(warning|information)"/.test(attributes!))
      .map(([, attributes, body]) => {
        const id = /\sid="([^"]*)"/.exec(attributes!)?.[1]
        const text = /<svrl:text[^>]*>([\s\S]*?)<\/svrl:text>/.exec(body!)?.[1]?.trim()
        return `${id}: ${text}`
      })
  })
}
