import { event, eventAmongStaff } from '#app/shared/events/event'

export const exportAsked = event<{ exportId: string; userId: string }>(
  'data_export.asked',
  'A customer asked for a copy of everything that is kept about them.'
)
export const exportReady = event<{ exportId: string; userId: string; expiresAt: string }>(
  'data_export.ready',
  'The copy of a customer’s data can be downloaded, for a while.'
)
export const erasureAsked = event<{ erasureId: string; dueAt: string; isByRule?: boolean }>(
  'erasure.asked',
  'A customer wants to be forgotten; until the day comes they may think better of it.'
)
export const erasureWithdrawn = event<{ erasureId: string }>(
  'erasure.withdrawn',
  'A customer who wanted to be forgotten stays.'
)
export const erasureDone = event<{ erasureId: string; users: number }>(
  'erasure.done',
  'A customer was forgotten: what the law wants kept is kept without a person in it.'
)
export const consentChanged = event<{ userId: string; kind: string; isGiven: boolean }>(
  'consent.changed',
  'A person agreed to something, or does so no longer.'
)
export const legalHoldPlaced = eventAmongStaff<{ holdId: string; reason: string }>(
  'legal_hold.placed',
  'Staff forbade that anything of a customer is erased.'
)
export const legalHoldLifted = eventAmongStaff<{ holdId: string }>(
  'legal_hold.lifted',
  'What belongs to a customer may be erased again.'
)
export const retentionChanged = event<{
  changes: Record<string, { from: number | null; to: number | null }>
}>('retention.changed', 'Staff said after how many days what is forgotten by itself.')
export const retentionApplied = event<{ what: string; count: number; keptFrom: string }>(
  'retention.applied',
  'What was too old by the rules was forgotten.'
)
