import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { roleOf, type TeamMember, teamRoles } from '#app/identity/index'
import type { NoteWithAuthor } from '#app/customers/records/customer_notes'
import type { Customer } from '#app/customers/records/customers'

export function showCustomer(customer: Customer) {
  return {
    id: showId('customer', customer.id),
    number: customer.number,
    kind: customer.kind as 'person' | 'company',
    name: customer.name,
    company_name: customer.company_name,
    email: customer.email,
    phone: customer.phone,
    country: customer.country,
    region: customer.region,
    city: customer.city,
    postal_code: customer.postal_code,
    street: customer.street,
    tax_id: customer.tax_id,
    buyer_reference: customer.buyer_reference,
    electronic_address: customer.electronic_address,
    currency: customer.currency,
    locale: customer.locale,
    alignment_day: customer.alignment_day,
    status: customer.status as 'active' | 'closed',
    created_at: customer.created_at.toISOString(),
  }
}

const text = () => vine.string().nullable()

const customerFields = {
  id: vine.string(),
  number: vine.number(),
  kind: vine.enum(['person', 'company'] as const),
  name: vine.string(),
  company_name: text(),
  email: vine.string(),
  phone: text(),
  country: text(),
  region: text(),
  city: text(),
  postal_code: text(),
  street: text(),
  tax_id: text(),
  buyer_reference: text(),
  electronic_address: text(),
  currency: vine.string(),
  locale: vine.string(),
  /** The day of the month to which new services are aligned; null: as the policy says. */
  alignment_day: vine.number().nullable(),
  status: vine.enum(['active', 'closed'] as const),
  created_at: vine.string(),
}
export const customerShape = vine.create(customerFields)

export function showCustomerNote(note: NoteWithAuthor) {
  return {
    id: showId('customerNote', note.id),
    kind: note.kind as 'note' | 'call',
    body: note.body,
    is_pinned: note.is_pinned,
    author: { id: showId('user', note.author_id), name: note.author_name },
    mentions: note.mentions.map(({ id, name }) => ({ id: showId('user', id), name })),
    call: note.called_at && {
      direction: note.call_direction as 'incoming' | 'outgoing',
      called_at: note.called_at.toISOString(),
      minutes: note.call_minutes,
    },
    created_at: note.created_at.toISOString(),
    edited_at: note.edited_at?.toISOString() ?? null,
  }
}

const person = () => vine.object({ id: vine.string(), name: vine.string() })

export const customerNoteShape = vine.create({
  id: vine.string(),
  kind: vine.enum(['note', 'call'] as const),
  body: vine.string(),
  is_pinned: vine.boolean(),
  author: person(),
  /** Colleagues to whom it is addressed. */
  mentions: vine.array(person()),
  call: vine
    .object({
      direction: vine.enum(['incoming', 'outgoing'] as const),
      called_at: vine.string(),
      minutes: vine.number().nullable(),
    })
    .nullable(),
  created_at: vine.string(),
  edited_at: vine.string().nullable(),
})

export function showTeamMember(member: TeamMember) {
  return {
    id: showId('user', member.userId),
    name: member.name,
    email: member.email,
    role: roleOf(member.permissions),
    permissions: member.permissions,
    service_ids: member.serviceIds?.map((id) => showId('service', id)) ?? null,
    last_sign_in_at: member.lastSignInAt?.toISOString() ?? null,
  }
}

export const teamMemberShape = vine.create({
  id: vine.string(),
  name: vine.string(),
  email: vine.string(),
  /** The usual place that the permissions make up; null when they were picked one by one. */
  role: vine.enum(Object.keys(teamRoles) as (keyof typeof teamRoles)[]).nullable(),
  permissions: vine.array(vine.string()),
  /** The services that the member sees; null for all. */
  service_ids: vine.array(vine.string()).nullable(),
  last_sign_in_at: vine.string().nullable(),
})
