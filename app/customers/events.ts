import { event, eventAmongStaff } from '#app/shared/events/event'

export const customerCreated = event<{ customerId: string; userId: string }>(
  'customer.created',
  'A new customer can buy and be billed.'
)
export const signUpAsked = event<{ signUpId: string }>(
  'sign_up.asked',
  'Somebody wants to become a customer, and is to confirm their address first.'
)
export const customerUpdated = event<{
  customerId: string
  changed: string[]
  changes: Record<string, { from: unknown; to: unknown }>
}>(
  'customer.updated',
  "A customer's name, address, company or tax id changed; invoices issued before keep what they say."
)
export const customerNoteAdded = eventAmongStaff<{ customerId: string; noteId: string }>(
  'customer.note_added',
  'Staff wrote down something about a customer.'
)
export const customerNoteChanged = eventAmongStaff<{
  customerId: string
  noteId: string
  what: 'reworded' | 'pinned' | 'unpinned' | 'removed' | 'restored'
}>('customer.note_changed', 'Staff reworded or pinned a note about a customer, took it away, or had it back.')
export const staffMentioned = eventAmongStaff<{
  customerId: string
  noteId: string
  authorId: string
  userIds: string[]
}>('customer.staff_mentioned', 'A note about a customer was addressed to colleagues.')

interface SshKeyFact {
  customerId: string
  sshKeyId: string
  name: string
  fingerprint: string
}

export const sshKeyAdded = event<SshKeyFact>('ssh_key.added', 'A customer keeps another key for new systems.')
export const sshKeyRemoved = event<SshKeyFact>(
  'ssh_key.removed',
  'A customer forgot a key; systems that accept it are left as they are.'
)

interface GroupFact {
  groupId: string
  code: string
  name: string
}

export const customerGroupCreated = event<GroupFact>(
  'customer_group.created',
  'Staff made a group of customers that can be treated alike.'
)
export const customerGroupChanged = event<GroupFact>(
  'customer_group.changed',
  'A group of customers has another name or code.'
)
export const customerGroupRemoved = event<GroupFact>(
  'customer_group.removed',
  'A group without customers is gone.'
)
export const customerMoved = event<{
  customerId: string
  fromGroupId: string | null
  toGroupId: string | null
  name: string | null
}>('customer.moved', 'A customer was put into another group or out of one.')
