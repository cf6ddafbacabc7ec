import type { Statement } from '#app/banking/domain/movement'
import { readEntry } from '#app/banking/drivers/camt/read_entry'
import { dayOf, moneyOf } from '#app/banking/drivers/camt/values'
import { all, first, textAt, type XmlElement } from '#app/banking/drivers/camt/xml_tree'

/** One account's part of the message. Throws a sentence where an amount or a day is none, or an entry is in another currency. */
export function readStatement(statement: XmlElement): Statement {
  const iban = textAt(statement, 'Acct/Id/IBAN')?.toUpperCase() ?? null
  const balances = all(statement, 'Bal')
  const currency = textAt(statement, 'Acct/Ccy') ?? first(balances[0] ?? null, 'Amt')?.attributes.Ccy ?? null
  const entries = all(statement, 'Ntry')
  const booked = entries.filter((entry) => stateOf(entry) === 'BOOK')
  const account = { iban, currency }
  return {
    ...account,
    coversFrom: dayOf(textAt(statement, 'FrToDt/FrDtTm')),
    coversUntil: dayOf(textAt(statement, 'FrToDt/ToDtTm')),
    openingBalance: balanceOf(balances, ['OPBD', 'PRCD']),
    closingBalance: balanceOf(balances, ['CLBD']),
    movements: booked.flatMap((entry) => readEntry(entry, account)),
    pendingCount: entries.length - booked.length,
  }
}

function stateOf(entry: XmlElement): string | null {
  return textAt(entry, 'Sts/Cd', 'Sts')
}

function balanceOf(balances: XmlElement[], codes: string[]): bigint | null {
  for (const code of codes) {
    const found = balances.filter((balance) => textAt(balance, 'Tp/CdOrPrtry/Cd') === code)
    const balance = code === 'CLBD' ? found.at(-1) : found[0]
    if (!balance) continue
    const amount = moneyOf(first(balance, 'Amt')!)
    return textAt(balance, 'CdtDbtInd') === 'DBIT' ? -amount : amount
  }
  return null
}
