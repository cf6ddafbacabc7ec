/** What a tenant's key for its seals belongs to: it cannot be opened as anything else. */
export const auditKeyContext = (tenantId: string) => `audit:${tenantId}`
