import type { Call } from './account.ts'
import type { Endpoint } from './endpoint.ts'
import { invalidRequest, resourceMissing } from './errors.ts'
import type { Form } from './form.ts'
import { newId } from './ids.ts'
import { page } from './lists.ts'

/** What is kept of an uploaded file; its contents are not. */
export type StoredFile = {
  id: string
  object: 'file'
  created: number
  expires_at: null
  filename: string
  purpose: string
  size: number
  title: null
  type: string
  url: string
}

export const fileEndpoints: Endpoint[] = [
  { method: 'POST', url: '/v1/files', run: upload },
  { method: 'GET', url: '/v1/files', run: (call) => page(call, call.records.files, { url: '/v1/files' }) },
  { method: 'GET', url: '/v1/files/:id', run: (call) => find(call, call.path.id ?? '') },
]

const bytesMax = 5_000_000
const types: Record<string, string> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
}
/** Fields of an evidence that name an uploaded file. */
const fileFields = [
  'cancellation_policy', 'customer_communication', 'customer_signature', 'duplicate_charge_documentation', 'receipt', 'refund_policy',
  'service_documentation', 'shipping_documentation', 'uncategorized_file',
] // prettier-ignore

function find({ records }: Call, id: string): StoredFile {
  const file = records.files.get(id)
  if (!file) throw resourceMissing('file', id)
  return file
}

function upload(call: Call): object {
  const { filename, size, type } = call.params.values.file as { filename?: string; size?: string; type?: string }
  if (filename === undefined || size === undefined) throw invalidRequest('Invalid file', { param: 'file' })
  const known = types[type ?? '']
  if (!known)
    throw invalidRequest('Invalid file type: must be one of pdf, jpg, or png.', { param: 'file' })
  if (Number(size) > bytesMax) throw invalidRequest('The file is too large.', { param: 'file' })
  const id = newId('file')
  const file: StoredFile = {
    id,
    object: 'file',
    created: call.now,
    expires_at: null,
    filename,
    purpose: call.params.text('purpose') ?? '',
    size: Number(size),
    title: null,
    type: known,
    url: `${call.baseUrl}/v1/files/${id}/contents`,
  }
  call.records.files.insert(id, file)
  return file
} // prettier-ignore

/** Refuses an evidence that names files which were not uploaded for it. */
export function requireEvidenceFiles(call: Call, evidence: Record<string, unknown>): void {
  const { card } = (evidence.appeal ?? {}) as { card?: { supporting_files?: string[] } }
  const named = [
    ...fileFields.map((field) => [`evidence[${field}]`, evidence[field]] as const),
    ...(card?.supporting_files ?? []).map((id) => ['evidence[appeal][card][supporting_files]', id] as const),
  ]
  for (const [param, id] of named) {
    if (typeof id !== 'string' || id === '') continue
    const file = call.records.files.get(id)
    if (!file) throw invalidRequest(`No such file upload: '${id}'`, { code: 'resource_missing', param })
    if (file.purpose !== 'dispute_evidence')
      throw invalidRequest(`The file ${id} was uploaded for another purpose: ${file.purpose}`, { param })
  }
}

/** A form of parts: fields as text, a file as its name, type and size. The bytes of the body are one character each. */
export function readParts(body: string, contentType: string): Form {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1]
  if (!boundary) throw invalidRequest('Invalid request: a form of parts needs a boundary.')
  const form: Form = {}
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n')
    const head = part.slice(0, end)
    const value = part.slice(end + 4, -2)
    const name = /\bname="([^"]*)"/.exec(head)?.[1] ?? ''
    const filename = /\bfilename="([^"]*)"/.exec(head)?.[1]
    const type = /content-type:\s*(\S+)/i.exec(head)?.[1] ?? ''
    form[name] = filename === undefined ? value : { filename, type, size: String(value.length) }
  }
  return form
}
