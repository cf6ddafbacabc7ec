/** `submitted` waits for staff. */
export const certificateStatuses = ['submitted', 'accepted', 'refused'] as const
export type CertificateStatus = (typeof certificateStatuses)[number]
