import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { refuseField } from '#app/shared/http/refuse_field'
import { readId } from '#app/shared/ids'
import { AddPasskey } from '#app/identity/actions/add_passkey'
import { OfferPasskey } from '#app/identity/actions/offer_passkey'
import { RemoveFactor } from '#app/identity/actions/remove_factor'
import { finishEnrolment } from '#app/identity/http/enrolment'
import { relyingParty } from '#app/identity/http/entrance'
import { isFactorRequired, sendRemoval } from '#app/identity/http/factor_removal'
import { takeChallenge } from '#app/identity/http/portal/passkey_proofs_controller'
import { addPasskey } from '#app/identity/http/validators/factor_validators'
import { findBrand } from '#app/tenancy/index'

/** The person's passkeys under this host name. */
@inject()
export default class PasskeysController {
  constructor(
    private offer: OfferPasskey,
    private add: AddPasskey,
    private removeFactor: RemoveFactor
  ) {}

  /** What the browser needs to make one. */
  async create(ctx: HttpContext) {
    const { user } = ctx.enrolling!
    const { challengeId, options } = await this.offer.execute({
      userId: user.id,
      email: user.email,
      name: user.name,
      rpId: relyingParty(ctx).rpId,
      rpName: (await findBrand()).name,
    })
    ctx.session.put('passkey_challenge', challengeId)
    return { data: options }
  }

  async store(ctx: HttpContext) {
    const { name, response } = await ctx.request.validateUsing(addPasskey)
    const enrolling = ctx.enrolling!
    const added = await this.add.execute({
      ...relyingParty(ctx),
      userId: enrolling.user.id,
      challengeId: takeChallenge(ctx),
      response,
      name,
    })
    if (!added.ok) return refuseField('passkey', ctx.i18n.t(`identity.passkeys.${added.error.type}`))
    return finishEnrolment(ctx, enrolling, { factor: 'passkey', ...added.value })
  }

  async destroy(ctx: HttpContext) {
    const id = readId('passkey', ctx.params.id)
    if (!id) return sendRemoval(ctx, { ok: false, error: { type: 'factor_not_found' } })
    const removal = { userId: ctx.caller!.userId, factor: { kind: 'passkey' as const, id } }
    return sendRemoval(
      ctx,
      await this.removeFactor.execute({ ...removal, isFactorRequired: isFactorRequired(ctx) })
    )
  }
}
