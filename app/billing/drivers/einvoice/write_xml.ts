import { InvoiceService } from '@e-invoice-eu/core'
import type { EInvoice } from '#app/billing/domain/einvoice/einvoice'
import type { EInvoiceFormat } from '#app/billing/domain/einvoice/formats'
import { libraryInvoice } from '#app/billing/drivers/einvoice/library_invoice'

const en16931 = 'urn:cen.eu:en16931:2017'
const xrechnung = `${en16931}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0`

/** BT-24 of each format, and the library's name for the syntax that it is written in. */
const profiles: Record<EInvoiceFormat, { customizationId: string; syntax: string }> = {
  facturx: { customizationId: en16931, syntax: 'CII' },
  'xrechnung-cii': { customizationId: xrechnung, syntax: 'XRECHNUNG-CII' },
  'xrechnung-ubl': { customizationId: xrechnung, syntax: 'XRECHNUNG-UBL' },
  'peppol-bis': {
    customizationId: `${en16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0`,
    syntax: 'UBL',
  },
}

// Release 2.3.4 writes the currency on amounts of allowances, which the rules call fatal (CII-DT-031), and a path to a schema on
// its author's disk. Releases from 3.0.2 on do neither.
const forbiddenCurrency = /(<ram:(?:ActualAmount|BasisAmount)) currencyID="[A-Z]{3}"/g
const schemaLocation = / xmlns:xsi="[^"]*" xsi:schemaLocation="[^"]*"/
// CII asks for a header about delivery whether or not there is anything to say in it (cardinality 1 in its schema); the library leaves it out.
const deliveryMissing = /(<\/ram:ApplicableHeaderTradeAgreement>)(?!\s*<ram:ApplicableHeaderTradeDelivery)/
const quiet = { log: () => undefined, warn: () => undefined, error: () => undefined }

/** An e-invoice as XML. Throws where the library's schema finds the object wrong, which is a mistake of ours. */
export async function writeXml(invoice: EInvoice, format: EInvoiceFormat): Promise<string> {
  const { customizationId, syntax } = profiles[format]
  const service = new InvoiceService(quiet)
  const xml = await service.generate(libraryInvoice(invoice, customizationId), {
    format: syntax,
    lang: 'en',
    noWarnings: true,
  })
  return (xml as string)
    .replace(schemaLocation, '')
    .replaceAll(forbiddenCurrency, '$1')
    .replace(deliveryMissing, '$1<ram:ApplicableHeaderTradeDelivery/>')
}
