import { inject } from '@adonisjs/core'
import { findInvoiceDocument, renderDocument } from '#app/billing/index'
import { EditEvidence, findDisputeFile } from '#app/payments/index'
import { err, ok, type Result } from '#app/shared/result'
import { writeEvidence } from '#app/reporting/domain/evidence_texts'
import { collectEvidence } from '#app/reporting/queries/collect_evidence'

export type PrepareEvidenceError = { type: 'dispute_not_found' | 'evidence_sealed' }

/**
 * Fills in what our records know against a dispute: texts, and the invoices as PDF. What staff wrote stays unless they wish otherwise;
 * files that they added always stay.
 */
@inject()
export class PrepareEvidence {
  constructor(private editEvidence: EditEvidence) {}

  async execute(input: {
    disputeId: string
    keepsTexts: boolean
  }): Promise<Result<void, PrepareEvidenceError>> {
    const { disputeId, keepsTexts } = input
    const found = await findDisputeFile(disputeId)
    const facts = found && (await collectEvidence(found.dispute.paymentId))
    if (!facts) return err({ type: 'dispute_not_found' })
    const files = await this.renderInvoices(facts.invoices)
    const evidence = writeEvidence(facts)
    const prepared = await this.editEvidence.prepare({ disputeId, evidence, files, keepsTexts })
    return prepared.ok ? ok() : prepared
  }

  /** Setting pages is slow and happens outside of any transaction. */
  private async renderInvoices(invoices: readonly { id: string; reference: string }[]) {
    const files = []
    for (const { id } of invoices) {
      const document = await findInvoiceDocument(id, null)
      const rendered = document && (await renderDocument(document))
      if (!rendered?.ok) continue
      const { fileName: name, bytes: content } = rendered.value
      files.push({ kind: 'invoice' as const, name, content })
    }
    return files
  }
}
