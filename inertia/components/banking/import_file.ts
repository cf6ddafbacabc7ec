import { readFormMark } from '~/composables/page_customer'

export interface Imported {
  id: string
  file_name: string
  movement_count: number
  fresh_count: number
  pending_count: number
  is_repeated: boolean
  balances_differ: boolean
}

/** A table whose columns nobody has explained yet. */
export interface UnknownColumns {
  head: string[]
  sample: string[][]
  guess: { columns: Record<string, number>; day_order: string | null; decimal_mark: string | null }
}

export type ImportAnswer =
  | { kind: 'done'; statements: Imported[] }
  | { kind: 'columns'; asked: UnknownColumns }
  | { kind: 'account' }
  | { kind: 'refused'; text: string }

/** Sends a file of a bank as it is, with how much of it has gone. */
export function importFile(
  file: File,
  bankAccountId: string | null,
  onProgress: (part: number) => void
): Promise<ImportAnswer> {
  const query = new URLSearchParams({ file_name: file.name.slice(0, 200) })
  if (bankAccountId) query.set('bank_account_id', bankAccountId)
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/bank/statements?${query}`)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', /\.xml$/i.test(file.name) ? 'application/xml' : 'text/csv')
    request.setRequestHeader('x-xsrf-token', readFormMark())
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => resolve(toAnswer(request.status, request.responseText))
    request.onerror = () => resolve({ kind: 'refused', text: '' })
    request.send(file)
  })
}

function toAnswer(status: number, text: string): ImportAnswer {
  const body = parse(text)
  if (status === 201) return { kind: 'done', statements: body.statements as Imported[] }
  if (body.code === 'columns_unknown') return { kind: 'columns', asked: body as unknown as UnknownColumns }
  return body.code === 'account_needed'
    ? { kind: 'account' }
    : { kind: 'refused', text: String(body.detail ?? '') }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
