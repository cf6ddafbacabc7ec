import { BaseCommand, flags } from '@adonisjs/core/ace'
import { acrossTenants } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import { type AuditFinding, type AuditProof, verifyAuditLog } from '#app/reporting/queries/verify_audit_log'

type TenantProof = AuditProof & { tenant: string }

export default class AuditVerify extends BaseCommand {
  static override commandName = 'audit:verify'
  static override description =
    'Prove that nothing in the audit log was edited, removed or put in since it was sealed'
  static override options = { startApp: true }

  @flags.boolean({ description: 'Print the whole proof as JSON' })
  declare json: boolean

  @flags.string({ description: 'Look at one tenant only, by id or slug' })
  declare tenant: string | undefined

  @flags.string({ description: 'The end of the chain as it was noted down before: <number>:<hash>' })
  declare head: string | undefined

  override async run(): Promise<void> {
    const proofs: TenantProof[] = []
    await acrossTenants('audit verification', async ({ id, slug }) => {
      if (this.tenant && this.tenant !== id && this.tenant !== slug) return
      proofs.push({ tenant: slug, ...(await verifyAuditLog(this.head)) })
    })
    const isSound = proofs.length > 0 && proofs.every(({ findings }) => findings.length === 0)
    if (this.json)
      console.log(JSON.stringify({ is_sound: isSound, tenants: proofs.map(proofToWire) }, null, 2))
    else this.tell(proofs)
    if (!isSound) this.exitCode = 1
  }

  private tell(proofs: TenantProof[]): void {
    if (proofs.length === 0)
      this.logger.error(this.tenant ? `There is no tenant ${this.tenant}.` : 'There is no tenant yet.')
    for (const { tenant, seals, events, cleared, findings, head } of proofs) {
      const end = head ? `; the chain ends with ${head.number}:${head.hash}` : ''
      if (findings.length === 0)
        this.logger.success(
          `${tenant}: ${events} facts under ${seals} seals, ${cleared} of them cleared${end}`
        )
      for (const finding of findings) this.logger.error(`${tenant}: ${tellFinding(finding)}`)
    }
  }
}

function tellFinding({ seal, fault, eventId }: AuditFinding): string {
  switch (fault) {
    case 'changed':
      return `${showId('event', eventId!)} was edited after seal ${seal} was set`
    case 'removed':
      return `${showId('event', eventId!)} was removed after seal ${seal} was set`
    case 'inserted':
      return `${showId('event', eventId!)} was put in where seal ${seal} knows nothing of it`
    case 'seal_missing':
      return `a seal before seal ${seal} is missing`
    case 'seal_changed':
      return `seal ${seal} is not the one that was set`
    case 'head_missing':
      return `seal ${seal}, noted down before, is missing or another one: the end of the chain was cut off`
    case 'unsealed':
      return `${showId('event', eventId!)} is not under seal ${seal}, nor under another, although it happened long ago: nobody seals, or seals were cut off`
  }
}

function proofToWire({ tenant, seals, events, cleared, findings, head }: TenantProof) {
  return {
    tenant,
    seals,
    events,
    cleared,
    head: head && { number: String(head.number), hash: head.hash },
    findings: findings.map(({ seal, fault, eventId }) => ({
      seal: String(seal),
      fault,
      event_id: eventId && showId('event', eventId),
    })),
  }
}
