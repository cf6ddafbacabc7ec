/** The e-invoices that an invoice or a credit note can be downloaded as. */
export const eInvoiceFormats = ['facturx', 'xrechnung-cii', 'xrechnung-ubl', 'peppol-bis'] as const
export type EInvoiceFormat = (typeof eInvoiceFormats)[number]

/** Every form of a document: `pdf` is for people alone. */
export const documentFormats = ['pdf', ...eInvoiceFormats] as const
export type DocumentFormat = (typeof documentFormats)[number]

export function isDocumentFormat(value: unknown): value is DocumentFormat {
  return documentFormats.some((format) => format === value)
}

const files: Record<DocumentFormat, { contentType: string; ending: string }> = {
  pdf: { contentType: 'application/pdf', ending: '.pdf' },
  facturx: { contentType: 'application/pdf', ending: '_facturx.pdf' },
  'xrechnung-cii': { contentType: 'application/xml', ending: '_xrechnung_cii.xml' },
  'xrechnung-ubl': { contentType: 'application/xml', ending: '_xrechnung_ubl.xml' },
  'peppol-bis': { contentType: 'application/xml', ending: '_peppol.xml' },
}

export function contentTypeOf(format: DocumentFormat): string {
  return files[format].contentType
}

/** A name that every file system takes: `INV-000042_xrechnung_ubl.xml`. */
export function fileNameOf(reference: string, format: DocumentFormat): string {
  return reference.replaceAll(/[^A-Za-z0-9_-]/g, '_') + files[format].ending
}
