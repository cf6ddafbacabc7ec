import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { TaxCertificates } from '#app/shared/database/schema'
import type { FileType } from '#app/shared/http/file_type'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { CertificateStatus } from '#app/billing/domain/taxation/certificate_status'

/** A certificate of exemption as it was handed in; without the paper, which is read by itself. */
export interface TaxCertificate {
  id: string
  customerId: string
  country: string
  region: string | null
  certificate: string
  validFrom: CalendarDate
  validUntil: CalendarDate | null
  fileName: string
  mediaType: FileType
  status: CertificateStatus
  refusal: string | null
  exemptionId: string | null
  submittedBy: string
  submittedAt: Date
  decidedAt: Date | null
}

export interface ListedCertificate extends TaxCertificate {
  customerName: string
}

const columns = [
  'id', 'customer_id', 'country', 'region', 'certificate', 'valid_from', 'valid_until', 'file_name', 'media_type', 'status', 'refusal',
  'exemption_id', 'submitted_by', 'submitted_at', 'decided_at',
] as const // prettier-ignore

export async function insertCertificate(certificate: TaxCertificate, content: Buffer): Promise<void> {
  await db
    .insertInto('tax_certificates')
    .values({
      id: certificate.id,
      customer_id: certificate.customerId,
      country: certificate.country,
      region: certificate.region,
      certificate: certificate.certificate,
      valid_from: certificate.validFrom,
      valid_until: certificate.validUntil,
      file_name: certificate.fileName,
      media_type: certificate.mediaType,
      content,
      status: certificate.status,
      submitted_by: certificate.submittedBy,
      submitted_at: certificate.submittedAt,
    })
    .execute()
}

export async function lockCertificate(id: string): Promise<TaxCertificate | null> {
  const row = await db
    .selectFrom('tax_certificates')
    .select(columns)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toCertificate(row) : null
}

export async function decideCertificate(
  id: string,
  decision: { by: string; at: Date } & ({ exemptionId: string } | { refusal: string })
): Promise<void> {
  const outcome =
    'exemptionId' in decision
      ? { status: 'accepted', exemption_id: decision.exemptionId }
      : { status: 'refused', refusal: decision.refusal }
  await db
    .updateTable('tax_certificates')
    .set({ ...outcome, decided_by: decision.by, decided_at: decision.at })
    .where('id', '=', id)
    .execute()
}

export async function countWaitingCertificates(customerId: string): Promise<number> {
  const { count } = await db
    .selectFrom('tax_certificates')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .where('customer_id', '=', customerId)
    .where('status', '=', 'submitted')
    .executeTakeFirstOrThrow()
  return Number(count)
}

export interface CertificateSearch {
  /** Null: of all customers, for staff. */
  customerId: string | null
  status?: CertificateStatus
  before: string | null
  limit: number
}

/** Newest first. */
export async function selectCertificates(search: CertificateSearch): Promise<ListedCertificate[]> {
  let query = db
    .selectFrom('tax_certificates as t')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.tenant_id', '=', 't.tenant_id').onRef('c.id', '=', 't.customer_id')
    )
    .select(columns.map((column) => `t.${column}` as const))
    .select('c.name as customer_name')
    .orderBy('t.id', 'desc')
    .limit(search.limit)
  if (search.customerId) query = query.where('t.customer_id', '=', search.customerId)
  if (search.status) query = query.where('t.status', '=', search.status)
  if (search.before) query = query.where('t.id', '<', search.before)
  return (await query.execute()).map((row) => ({ ...toCertificate(row), customerName: row.customer_name }))
}

export interface CertificateFile {
  name: string
  mediaType: string
  content: Buffer
}

/** The paper itself. Null where it is not there for this customer (any, for staff). */
export async function selectCertificateFile(
  id: string,
  customerId: string | null
): Promise<CertificateFile | null> {
  let query = db
    .selectFrom('tax_certificates')
    .select(['file_name', 'media_type', 'content'])
    .where('id', '=', id)
  if (customerId) query = query.where('customer_id', '=', customerId)
  const row = await query.executeTakeFirst()
  return row ? { name: row.file_name, mediaType: row.media_type, content: row.content } : null
}

function toCertificate(row: Pick<Selectable<TaxCertificates>, (typeof columns)[number]>): TaxCertificate {
  return {
    id: row.id,
    customerId: row.customer_id,
    country: row.country,
    region: row.region,
    certificate: row.certificate,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    fileName: row.file_name,
    mediaType: row.media_type as FileType,
    status: row.status as CertificateStatus,
    refusal: row.refusal,
    exemptionId: row.exemption_id,
    submittedBy: row.submitted_by,
    submittedAt: row.submitted_at,
    decidedAt: row.decided_at,
  }
}
