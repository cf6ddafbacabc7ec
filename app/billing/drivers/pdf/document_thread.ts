import { parentPort } from 'node:worker_threads'
import type { EInvoice } from '#app/billing/domain/einvoice/einvoice'
import type { EInvoiceFormat } from '#app/billing/domain/einvoice/formats'
import { finishPdf } from '#app/billing/drivers/pdf/finish_pdf'
import { typeset, type PageToSet } from '#app/billing/drivers/pdf/typesetter'

/** What is to be made: a page, an e-invoice, or a page that carries one. */
export interface DocumentToMake {
  page: PageToSet | null
  eInvoice: { invoice: EInvoice; format: EInvoiceFormat } | null
}

export type ThreadTask = DocumentToMake & { id: number }
export type ThreadAnswer = { id: number; bytes: Uint8Array } | { id: number; problem: string }

/** The thread in which documents are made: that takes tenths of a second, in which no request may wait. */
parentPort!.on('message', ({ id, ...wanted }: ThreadTask) => {
  make(wanted).then(
    (bytes) => parentPort!.postMessage({ id, bytes } satisfies ThreadAnswer),
    (error: unknown) => {
      const problem = error instanceof Error ? error.message : String(error)
      parentPort!.postMessage({ id, problem } satisfies ThreadAnswer)
    }
  )
})

async function make({ page, eInvoice }: DocumentToMake): Promise<Uint8Array> {
  const xml = eInvoice && (await writeXml(eInvoice))
  if (!page) return Buffer.from(xml ?? '', 'utf8')
  const pdf = typeset(xml === null ? page : { ...page, attachment: xml })
  return finishPdf(pdf, { isFacturX: xml !== null })
}

/** The library is large and most documents are plain pages: it is loaded with the first e-invoice. */
async function writeXml({ invoice, format }: NonNullable<DocumentToMake['eInvoice']>): Promise<string> {
  const library = await import('#app/billing/drivers/einvoice/write_xml')
  return library.writeXml(invoice, format)
}
