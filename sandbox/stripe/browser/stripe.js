/* The sandbox's stand-in for Stripe.js: the calls a page makes are the same as in production. */
;(() => {
  const origin = new URL(document.currentScript.src).origin

  const api = async (key, method, path, parameters = {}) => {
    const body = new URLSearchParams(parameters)
    const query = method === 'GET' ? `?${body}` : ''
    try {
      const response = await fetch(`${origin}${path}${query}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
        ...(method === 'POST' ? { body } : {}),
      })
      return { ok: response.ok, body: await response.json() }
    } catch {
      return {
        ok: false,
        body: {
          error: {
            type: 'api_connection_error',
            message: 'We could not reach the payment provider. Please check your connection and try again.',
          },
        },
      }
    }
  }

  const flat = (value, prefix = '') =>
    Object.entries(value ?? {}).reduce((all, [name, item]) => {
      if (item === undefined || item === null) return all
      return typeof item === 'object'
        ? { ...all, ...flat(item, `${prefix}[${name}]`) }
        : { ...all, [`${prefix}[${name}]`]: String(item) }
    }, {})

  const intentPath = (clientSecret) => {
    const id = String(clientSecret ?? '').split('_secret_')[0]
    if (!/^(pi|seti)_/.test(id))
      throw new Error('IntegrationError: the client secret is missing or malformed.')
    return {
      id,
      path: `/v1/${id.startsWith('pi_') ? 'payment' : 'setup'}_intents/${id}`,
      name: id.startsWith('pi_') ? 'paymentIntent' : 'setupIntent',
    }
  }

  /** One payment form: a frame of the sandbox, spoken to by messages. */
  const createElement = (type, options, settings) => {
    if (type !== 'payment' && type !== 'card')
      throw new Error(`IntegrationError: no element of type "${type}" in the sandbox.`)
    if (options && 'paymentMethodTypes' in options)
      throw new Error(
        'IntegrationError: paymentMethodTypes is no longer supported; use allowedPaymentMethodTypes.'
      )
    const channel = crypto.randomUUID()
    const listeners = new Map()
    const waiting = new Map()
    let frame = null
    let count = 0
    const emit = (name, event) => (listeners.get(name) ?? []).forEach((listen) => listen(event))
    const post = (message) =>
      frame?.contentWindow?.postMessage({ source: 'sandbox-stripe', ...message }, origin)
    const ask = (message) =>
      new Promise((resolve) => {
        const id = ++count
        waiting.set(id, resolve)
        post({ ...message, id })
      })
    const heard = (event) => {
      if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return
      const { type: kind, id, result, height, event: change, channel: from } = event.data ?? {}
      if (from && from !== channel) return
      if (kind === 'ready') emit('ready', { elementType: type })
      if (kind === 'height') frame.style.height = `${height}px`
      if (kind === 'change') emit('change', change)
      if (kind === 'focus' || kind === 'blur') emit(kind, { elementType: type })
      if (kind === 'answer') {
        waiting.get(id)?.(result)
        waiting.delete(id)
      }
    }
    const element = {
      mount(target) {
        const place = typeof target === 'string' ? document.querySelector(target) : target
        if (!place)
          throw new Error(
            `IntegrationError: the selector you specified (${target}) applies to no DOM elements.`
          )
        element.unmount()
        frame = document.createElement('iframe')
        frame.title = 'Secure payment input frame'
        frame.name = `__privateStripeFrame${channel}`
        frame.style.cssText = 'width:100%;height:190px;border:0;display:block;color-scheme:normal'
        frame.allow = 'payment *'
        frame.src = `${origin}/stripe/elements/card?${new URLSearchParams(settings.look())}`
        window.addEventListener('message', heard)
        frame.addEventListener('load', () => post({ type: 'hello', channel }))
        place.replaceChildren(frame)
      },
      unmount() {
        window.removeEventListener('message', heard)
        frame?.remove()
        frame = null
      },
      destroy() {
        element.unmount()
        listeners.clear()
        settings.destroyed(element)
      },
      on(name, listen) {
        listeners.set(name, [...(listeners.get(name) ?? []), listen])
        return element
      },
      once(name, listen) {
        const wrapped = (event) => (element.off(name, wrapped), listen(event))
        return element.on(name, wrapped)
      },
      off(name, listen) {
        listeners.set(
          name,
          (listeners.get(name) ?? []).filter((known) => listen && known !== listen)
        )
        return element
      },
      update() {},
      focus: () => post({ type: 'focus' }),
      clear: () => post({ type: 'clear' }),
      collapse() {},
      _ask: ask,
      _post: post,
    }
    return element
  }

  const createElements = (key, options = {}) => {
    if ('paymentMethodTypes' in options)
      throw new Error(
        'IntegrationError: paymentMethodTypes is no longer supported; use allowedPaymentMethodTypes.'
      )
    if (!options.clientSecret && !options.mode)
      throw new Error(
        'IntegrationError: elements() needs a clientSecret, or a mode with amount and currency.'
      )
    const state = { ...options }
    let payment = null
    const settings = {
      key,
      theme: () => state.appearance?.theme ?? 'stripe',
      look: () => ({
        key,
        theme: settings.theme(),
        locale: !state.locale || state.locale === 'auto' ? navigator.language : state.locale,
        background: state.appearance?.variables?.colorBackground ?? '',
      }),
      destroyed: (element) => {
        if (payment === element) payment = null
      },
    }
    return {
      create(type, elementOptions) {
        if (payment) throw new Error('IntegrationError: can only create one payment element.')
        payment = createElement(type, elementOptions, settings)
        return payment
      },
      getElement: (type) => (type === 'payment' ? payment : null),
      update(change) {
        Object.assign(state, change)
        if (change.appearance) payment?._post({ type: 'look', ...settings.look() })
      },
      fetchUpdates: async () => ({}),
      async submit() {
        if (!payment)
          throw new Error('IntegrationError: create and mount a payment element before elements.submit().')
        const error = await payment._ask({ type: 'validate' })
        return error ? { error } : { selectedPaymentMethod: 'card' }
      },
      _payment: () => payment,
      _clientSecret: () => state.clientSecret,
    }
  }

  /** Shows the bank's page over this one and answers when it is done. */
  const authenticateInPlace = (url, key, clientSecret) =>
    new Promise((resolve) => {
      const { path, name } = intentPath(clientSecret)
      const dialog = document.createElement('dialog')
      dialog.setAttribute('aria-label', '3D Secure authentication')
      dialog.style.cssText = 'width:min(32rem,92vw);height:24rem;padding:0;border:0;border-radius:12px'
      const frame = document.createElement('iframe')
      frame.title = '3D Secure authentication'
      frame.src = url
      frame.style.cssText = 'width:100%;height:100%;border:0'
      dialog.append(frame)
      dialog.addEventListener('cancel', (event) => event.preventDefault())
      document.body.append(dialog)
      dialog.showModal()
      const look = async () => {
        const { body } = await api(key, 'GET', path, { client_secret: clientSecret })
        if (body.status === 'requires_action') return setTimeout(look, 400)
        dialog.close()
        dialog.remove()
        const error = body.last_payment_error ?? body.last_setup_error
        resolve(body.status === 'requires_payment_method' && error ? { error } : { [name]: body })
      }
      setTimeout(look, 400)
    })

  const withReturn = (returnUrl, intent) => {
    const address = new URL(returnUrl)
    address.searchParams.set(intent.object, intent.id)
    address.searchParams.set(`${intent.object}_client_secret`, intent.client_secret)
    address.searchParams.set('redirect_status', 'succeeded')
    return address.toString()
  }

  const never = () => new Promise(() => {})

  const finish = async (key, intent, { clientSecret, redirect, returnUrl }) => {
    const action = intent.next_action
    const { name } = intentPath(clientSecret)
    if (intent.status === 'requires_action' && action) {
      if (action.type === 'redirect_to_url') {
        window.location.assign(action.redirect_to_url.url)
        return never()
      }
      const done = await authenticateInPlace(action.use_stripe_sdk.stripe_js, key, clientSecret)
      if (done.error || redirect === 'if_required' || !returnUrl) return done
      window.location.assign(withReturn(returnUrl, done[name]))
      return never()
    }
    if (redirect === 'if_required' || !returnUrl) return { [name]: intent }
    window.location.assign(withReturn(returnUrl, intent))
    return never()
  }

  const confirm = async (key, { elements, clientSecret: given, confirmParams = {}, redirect = 'always' }) => {
    const clientSecret = given ?? elements?._clientSecret()
    const { path } = intentPath(clientSecret)
    const returnUrl = confirmParams.return_url
    if (redirect === 'always' && !returnUrl)
      throw new Error('IntegrationError: confirmParams.return_url is required.')
    const parameters = { client_secret: clientSecret }
    if (returnUrl) parameters.return_url = returnUrl
    if (redirect === 'if_required') parameters.use_stripe_sdk = 'true'
    if (confirmParams.receipt_email) parameters.receipt_email = confirmParams.receipt_email
    const answer = await send(key, path, parameters, { elements, confirmParams })
    if (answer.error) return { error: answer.error }
    if (!answer.ok) return { error: answer.body.error }
    return finish(key, answer.body, { clientSecret, redirect, returnUrl })
  }

  const send = async (key, path, parameters, { elements, confirmParams }) => {
    const saved = confirmParams.payment_method
    if (typeof saved === 'string')
      return api(key, 'POST', `${path}/confirm`, { ...parameters, payment_method: saved })
    const payment = elements?._payment()
    if (!payment) throw new Error('IntegrationError: elements should have a mounted payment element.')
    const error = await payment._ask({ type: 'validate' })
    if (error) return { error }
    const billing = flat(confirmParams.payment_method_data?.billing_details)
    return payment._ask({ type: 'confirm', path: `${path}/confirm`, parameters, billing })
  }

  const retrieve = async (key, clientSecret) => {
    const { path, name } = intentPath(clientSecret)
    const { ok, body } = await api(key, 'GET', path, { client_secret: clientSecret })
    return ok ? { [name]: body } : { error: body.error }
  }

  const handleNextAction = async (key, { clientSecret }) => {
    const found = await retrieve(key, clientSecret)
    if (found.error) return found
    const intent = found.paymentIntent ?? found.setupIntent
    return finish(key, intent, { clientSecret, redirect: 'if_required' })
  }

  window.Stripe = (key) => {
    if (!/^pk_/.test(String(key))) throw new Error('IntegrationError: Stripe() needs a publishable key.')
    return {
      elements: (options) => createElements(key, options),
      confirmPayment: (options) => confirm(key, options),
      confirmSetup: (options) => confirm(key, options),
      handleNextAction: (options) => handleNextAction(key, options),
      retrievePaymentIntent: (clientSecret) => retrieve(key, clientSecret),
      retrieveSetupIntent: (clientSecret) => retrieve(key, clientSecret),
    }
  }
  window.Stripe.version = 'sandbox'
})()
