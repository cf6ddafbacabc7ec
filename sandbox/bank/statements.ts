import { escapeHtml } from '../core/html.ts'
import type { Transfer } from './transfers.ts'

export const formats = ['camt.053.001.08', 'camt.053.001.02', 'csv'] as const
export type Format = (typeof formats)[number]

/** Statements of one account and day, with what was on it before. Balances are sums of all that moved, in cents. */
export function writeStatement(
  format: Format,
  { account, day, transfers }: { account: string; day: string; transfers: Transfer[] }
): string {
  const own = transfers.filter((transfer) => transfer.account === account)
  const before = sum(own.filter((transfer) => transfer.day < day))
  const today = own.filter((transfer) => transfer.day === day)
  return format === 'csv' ? table(today) : message({ version: format.slice(-2), account, day, today, before })
}

function sum(transfers: Transfer[]): bigint {
  return transfers.reduce((total, { side, amount }) => total + (side === 'CRDT' ? 1n : -1n) * BigInt(amount.replace('.', '')), 0n)
} // prettier-ignore

function money(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function message(input: {
  version: string
  account: string
  day: string
  today: Transfer[]
  before: bigint
}): string {
  const { version, account, day, today, before } = input
  const balance = (code: string, cents: bigint) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${money(cents)}</Amt><CdtDbtInd>${cents < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`
  const at = `${day}T23:00:00Z`
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>
<GrpHdr><MsgId>SANDBOX-${day}</MsgId><CreDtTm>${at}</CreDtTm></GrpHdr>
<Stmt><Id>${day}</Id><CreDtTm>${at}</CreDtTm><FrToDt><FrDtTm>${day}T00:00:00Z</FrDtTm><ToDtTm>${at}</ToDtTm></FrToDt>
<Acct><Id><IBAN>${account}</IBAN></Id><Ccy>EUR</Ccy></Acct>
${balance('OPBD', before)}${balance('CLBD', before + sum(today))}
${today.map((transfer) => entry(transfer, version)).join('\n')}
</Stmt></BkToCstmrStmt></Document>
`
}

function entry(transfer: Transfer, version: string): string {
  const { id, day, side, amount, name, iban, text, returns } = transfer
  const party = side === 'CRDT' ? 'Dbtr' : 'Cdtr'
  const named = `<Nm>${escapeHtml(name)}</Nm>`
  const state = version === '02' ? 'BOOK' : '<Cd>BOOK</Cd>'
  return `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd>${returns ? '<RvslInd>true</RvslInd>' : ''}<Sts>${state}</Sts>
<BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt><AcctSvcrRef>${id}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>${returns ? 'RRTN' : 'ESCT'}</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>E${returns ?? id}</EndToEndId></Refs>
<RltdPties><${party}>${version === '02' ? named : `<Pty>${named}</Pty>`}</${party}><${party}Acct><Id><IBAN>${iban}</IBAN></Id></${party}Acct></RltdPties>
<RmtInf><Ustrd>${escapeHtml(text || '-')}</Ustrd></RmtInf>${returns ? '<RtrInf><Rsn><Cd>MS03</Cd></Rsn></RtrInf>' : ''}</TxDtls></NtryDtls></Ntry>`
}

/** As German savings banks write it. */
function table(today: Transfer[]): string {
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
  const head = ['Buchungstag', 'Valutadatum', 'Verwendungszweck', 'Beguenstigter/Zahlungspflichtiger', 'Kontonummer/IBAN', 'Betrag', 'Waehrung', 'Bankreferenz'] // prettier-ignore
  const rows = today.map(({ id, day, side, amount, name, iban, text, returns }) => {
    const written = day.split('-').toReversed().join('.')
    const signed = `${side === 'DBIT' ? '-' : ''}${amount.replace('.', ',')}`
    return [written, written, returns ? `Rücküberweisung ${text}` : text, name, iban, signed, 'EUR', id]
  })
  return [head, ...rows].map((row) => row.map(quoted).join(';')).join('\r\n') + '\r\n'
}
