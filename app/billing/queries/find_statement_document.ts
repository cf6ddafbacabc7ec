import { inReadTransaction } from '#app/shared/database/unit'
import { readCustomer, readSeller } from '#app/billing/domain/documents/document_content'
import type { StatementDocument } from '#app/billing/domain/documents/statement_document'
import { findStatement, type StatementQuestion } from '#app/billing/queries/find_statement'
import { findInvoicedCustomers, findSeller } from '#app/billing/records/parties'

/**
 * The paper of a statement of account in one currency; the customer's own where none is named. Null when there is no such customer,
 * or nothing in that currency.
 */
export async function findStatementDocument(
  question: StatementQuestion & { currency?: string }
): Promise<StatementDocument | null> {
  const found = await findStatement(question)
  const wanted = question.currency ?? found?.statements[0]?.currency
  const statement = found?.statements.find(({ currency }) => currency === wanted)
  if (!statement) return null
  const { seller, customer } = await inReadTransaction(async () => ({
    seller: await findSeller(statement.currency),
    customer: (await findInvoicedCustomers([question.customerId])).get(question.customerId)!,
  }))
  const { from, to } = question
  return {
    from,
    to,
    seller: readSeller(seller),
    customer: readCustomer(customer),
    locale: customer.locale,
    statement,
  }
}
