import { err, ok, type Result } from '#app/shared/result'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { StatedMovement, Statement } from '#app/banking/domain/movement'

interface Account {
  id: string
  iban: string
  currency: string
}

/** What a file tells of one of our accounts, all its statements together. */
export interface AssignedStatement {
  account: Account
  coversFrom: CalendarDate | null
  coversUntil: CalendarDate | null
  openingBalance: bigint | null
  closingBalance: bigint | null
  movements: StatedMovement[]
  pendingCount: number
  balancesDiffer: boolean
}

export type AssignProblem =
  /** The file is of an account that is not ours. */
  | { type: 'account_unknown'; iban: string }
  /** It does not say whose it is, and there are several. */
  | { type: 'account_needed' }
  /** Somebody chose another account than the file is of. */
  | { type: 'account_differs'; iban: string }
  | { type: 'currency_differs'; currency: string }

/** Finds the account of each statement in a file. Nothing is taken when one of them is not ours. */
export function assignAccounts(
  statements: readonly Statement[],
  { accounts, chosen, only }: { accounts: readonly Account[]; chosen: Account | null; only: Account | null }
): Result<AssignedStatement[], AssignProblem> {
  const byAccount = new Map<string, { account: Account; parts: Statement[] }>()
  for (const statement of statements) {
    const found = accountOf(statement, { accounts, chosen, only })
    if (!found.ok) return found
    const account = found.value
    const stranger = statement.movements.find(({ currency }) => currency !== account.currency)
    if (stranger) return err({ type: 'currency_differs', currency: stranger.currency })
    byAccount.set(account.id, { account, parts: [...(byAccount.get(account.id)?.parts ?? []), statement] })
  }
  return ok([...byAccount.values()].map(({ account, parts }) => join(account, parts)))
}

function accountOf(
  { iban, currency }: Statement,
  { accounts, chosen, only }: { accounts: readonly Account[]; chosen: Account | null; only: Account | null }
): Result<Account, AssignProblem> {
  if (!iban) {
    const account = chosen ?? only
    return account ? ok(account) : err({ type: 'account_needed' })
  }
  const own = accounts.filter((account) => account.iban === iban)
  if (own.length === 0) return err({ type: 'account_unknown', iban })
  if (chosen && chosen.iban !== iban) return err({ type: 'account_differs', iban })
  const account = currency ? own.find((each) => each.currency === currency) : (chosen ?? own[0])
  return account ? ok(account) : err({ type: 'currency_differs', currency: currency! })
}

function join(account: Account, parts: Statement[]): AssignedStatement {
  const days = parts.flatMap(({ coversFrom, coversUntil, movements }) => [
    ...[coversFrom, coversUntil].filter((day) => day !== null),
    ...movements.map(({ bookedOn }) => bookedOn),
  ])
  const ordered = days.toSorted()
  const movements = parts.flatMap((part) => part.movements)
  return {
    account,
    coversFrom: ordered[0] ?? null,
    coversUntil: ordered.at(-1) ?? null,
    openingBalance: parts[0]!.openingBalance,
    closingBalance: parts.at(-1)!.closingBalance,
    movements,
    pendingCount: parts.reduce((sum, part) => sum + part.pendingCount, 0),
    balancesDiffer: parts.some(isOff),
  }
}

/** Whether what was there before and what moved does not make what is there after, where the bank says both. */
function isOff({ openingBalance, closingBalance, movements }: Statement): boolean {
  if (openingBalance === null || closingBalance === null) return false
  const moved = movements.reduce((sum, { direction, amount }) => sum + (direction === 'credit' ? amount : -amount), 0n)
  return openingBalance + moved !== closingBalance
} // prettier-ignore
