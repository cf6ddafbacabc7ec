import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ServiceBackups } from '#app/provisioning/actions/service_backups'
import {
  askedService,
  readReference,
  refuseBelonging,
  wholeList,
} from '#app/provisioning/http/api/belongings_refusals'
import { showBackup } from '#app/provisioning/http/transformers/care_transformer'
import { makeBackupBody } from '#app/provisioning/http/validators/care_validators'

/** Copies of a service, read from its panel when they are asked for. */
@inject()
export default class ServiceBackupsController {
  constructor(private backups: ServiceBackups) {}

  async index(ctx: HttpContext) {
    const listed = await this.backups.list(askedService(ctx))
    return listed.ok ? wholeList(listed.value.map(showBackup)) : refuseBelonging(ctx, listed.error)
  }

  async store(ctx: HttpContext) {
    const { name } = await ctx.request.validateUsing(makeBackupBody)
    const made = await this.backups.make({ ...askedService(ctx), name })
    return made.ok ? wholeList(made.value.map(showBackup)) : refuseBelonging(ctx, made.error)
  }

  async restore(ctx: HttpContext) {
    const backup = readReference(ctx.params.backup)
    const restored = await this.backups.restore({ ...askedService(ctx), backup })
    return restored.ok ? wholeList(restored.value.map(showBackup)) : refuseBelonging(ctx, restored.error)
  }

  async destroy(ctx: HttpContext) {
    const backup = readReference(ctx.params.backup)
    const removed = await this.backups.remove({ ...askedService(ctx), backup })
    return removed.ok ? ctx.response.noContent() : refuseBelonging(ctx, removed.error)
  }
}
