import { flags } from '@adonisjs/core/ace'
import { OperatorCommand } from '#app/shared/commands/operator_command'
import { acrossTenants } from '#app/shared/database/unit'
import { currentKeyId } from '#app/shared/secrets/keyring'
import { countOlder, resealSome, type SealedPlace } from '#app/shared/secrets/reseal'
import { sealedPlaces } from '#start/sealed_places'

interface PlaceReport {
  tenant: string
  place: string
  resealed: number
  /** By the id of the key that they need. */
  left: Record<string, number>
}

export default class RotateSecrets extends OperatorCommand {
  static override commandName = 'secrets:rotate'
  static override description =
    'Seal every secret in the database anew under the newest of ENCRYPTION_KEYS, while everything runs; goes on where it was ended'
  static override options = { startApp: true }

  @flags.boolean({ description: 'Print what was done as JSON' })
  declare json: boolean

  @flags.number({ description: 'How many to seal in one transaction', default: 500 })
  declare batch: number

  override async run(): Promise<void> {
    if (!Number.isInteger(this.batch) || this.batch < 1 || this.batch > 10_000)
      return this.refuse('A batch holds 1 to 10,000 secrets.')
    const reports: PlaceReport[] = []
    await acrossTenants('rotation of keys', async ({ slug }) => {
      for (const place of sealedPlaces) reports.push(await this.reseal(slug, place))
    })
    const stillNeeded = [...new Set(reports.flatMap(({ left }) => Object.keys(left)))].toSorted()
    if (this.json) {
      const sum = reports.reduce((total, { resealed }) => total + resealed, 0)
      const places = reports.filter(({ resealed, left }) => resealed > 0 || Object.keys(left).length > 0)
      const report = { key: currentKeyId(), resealed: sum, keys_still_needed: stillNeeded, places }
      console.log(JSON.stringify(report, null, 2))
    } else this.tell(stillNeeded)
    if (stillNeeded.length > 0) this.exitCode = 1
  }

  private async reseal(tenant: string, place: SealedPlace): Promise<PlaceReport> {
    const name = `${place.table}.${place.column}`
    let resealed = 0
    for (;;) {
      const done = await resealSome(place, this.batch)
      if (done === 0) break
      resealed += done
      if (!this.json) this.logger.info(`${tenant}: ${name}: ${resealed} sealed anew`)
    }
    return { tenant, place: name, resealed, left: await countOlder(place) }
  }

  private tell(stillNeeded: string[]): void {
    if (stillNeeded.length === 0) {
      this.logger.success(
        `Everything lies under key "${currentKeyId()}". Leave the older ones in ENCRYPTION_KEYS for a day more, then take them out.`
      )
      return
    }
    const keys = stillNeeded.map((id) => `"${id}"`).join(', ')
    this.logger.warning(`Some secrets were held by others and still need ${keys}: run this once more.`)
  }
}
