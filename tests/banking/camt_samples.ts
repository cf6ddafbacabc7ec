/** Statements as banks write them: only what a test says differs from an ordinary transfer. */
export interface SampleEntry {
  amount: string
  side?: 'CRDT' | 'DBIT'
  on?: string
  state?: string
  text?: string
  reference?: string
  name?: string
  iban?: string
  bankReference?: string
  endToEnd?: string
  code?: string
  isReversal?: boolean
  currency?: string
  /** Several transfers that the bank booked as one. */
  parts?: { amount: string; text: string }[]
}

export const ownIban = 'DE89370400440532013000'
export const adaIban = 'GB82WEST12345698765432'

export function camtFile(
  entries: SampleEntry[],
  { version = '08', iban = ownIban, currency = 'EUR', opening = '0.00', closing = null as string | null } = {}
): string {
  const balance = (code: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>`
  const balances = balance('OPBD', opening) + (closing === null ? '' : balance('CLBD', closing))
  return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-03T01:00:00Z</CreDtTm></GrpHdr><Stmt><Id>S1</Id><CreDtTm>2026-03-03T01:00:00Z</CreDtTm>
<Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${currency}</Ccy></Acct>${balances}${entries.map((entry) => entryXml(entry, version, currency)).join('')}</Stmt></BkToCstmrStmt></Document>`
}

function entryXml(entry: SampleEntry, version: string, currency: string): string {
  const { amount, side = 'CRDT', on = '2026-03-02', state = 'BOOK', code = 'ESCT' } = entry
  const status = version === '02' ? state : `<Cd>${state}</Cd>`
  const parts = entry.parts ?? [{ amount, text: entry.text ?? '' }]
  const money = (value: string) => `<Amt Ccy="${entry.currency ?? currency}">${value}</Amt>`
  return `<Ntry>${money(amount)}<CdtDbtInd>${side}</CdtDbtInd>${entry.isReversal ? '<RvslInd>true</RvslInd>' : ''}<Sts>${status}</Sts>
<BookgDt><Dt>${on}</Dt></BookgDt><ValDt><Dt>${on}</Dt></ValDt>${entry.bankReference ? `<AcctSvcrRef>${entry.bankReference}</AcctSvcrRef>` : ''}
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>${code}</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls>${parts.map((part) => detailXml(entry, part, version, parts.length > 1 ? money(part.amount) : '')).join('')}</NtryDtls></Ntry>`
}

function detailXml(entry: SampleEntry, part: { text: string }, version: string, money: string): string {
  const party = entry.side === 'DBIT' ? 'Cdtr' : 'Dbtr'
  const name = `<Nm>${entry.name ?? 'Ada Lovelace'}</Nm>`
  const structured = entry.reference
    ? `<Strd><CdtrRefInf><Ref>${entry.reference}</Ref></CdtrRefInf></Strd>`
    : ''
  return `<TxDtls><Refs><EndToEndId>${entry.endToEnd ?? 'NOTPROVIDED'}</EndToEndId></Refs>${version === '08' ? money : `<AmtDtls><TxAmt>${money}</TxAmt></AmtDtls>`.replace('<AmtDtls><TxAmt></TxAmt></AmtDtls>', '')}
<RltdPties><${party}>${version === '08' ? `<Pty>${name}</Pty>` : name}</${party}><${party}Acct><Id><IBAN>${entry.iban ?? adaIban}</IBAN></Id></${party}Acct></RltdPties>
<RmtInf>${part.text ? `<Ustrd>${part.text}</Ustrd>` : ''}${structured}</RmtInf></TxDtls>`
}
