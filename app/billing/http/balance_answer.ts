import type { HttpContext } from '@adonisjs/core/http'
import { sendTable } from '#app/shared/http/table_file'
import { balanceColumns, balanceLine } from '#app/billing/http/transformers/balance_transformers'
import { listBalanceMoves } from '#app/billing/queries/list_balance_moves'

/** The most that one file holds. */
const exportedMax = 10_000

/** What moved a balance as the file that `format` names (`csv`, `xlsx`). @returns whether it was a file that was asked for */
export async function sendBalanceFile(
  ctx: HttpContext,
  { customerId, currency }: { customerId: string; currency: string }
): Promise<boolean> {
  const format: unknown = ctx.request.input('format')
  if (format !== 'csv' && format !== 'xlsx') return false
  const { rows } = await listBalanceMoves({ customerId, currency, size: exportedMax })
  await sendTable(ctx, 'balance', { columns: balanceColumns, rows: rows.map(balanceLine(currency)) })
  return true
}
