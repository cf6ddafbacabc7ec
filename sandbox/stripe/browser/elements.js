/* The card form of the page: a frame of the sandbox, spoken to by messages. Served as the first half of stripe.js. */
{
  const origin = new URL(document.currentScript.src).origin

  const refuseRemoved = (options) => {
    if (options && 'paymentMethodTypes' in options) {
      throw new Error(
        'IntegrationError: paymentMethodTypes is no longer supported; use allowedPaymentMethodTypes.'
      )
    }
  }

  const createListeners = () => {
    const listeners = new Map()
    const on = (name, listen) => listeners.set(name, [...(listeners.get(name) ?? []), listen])
    const off = (name, listen) =>
      listeners.set(
        name,
        (listeners.get(name) ?? []).filter((known) => listen && known !== listen)
      )
    const emit = (name, event) => (listeners.get(name) ?? []).forEach((listen) => listen(event))
    return { on, off, emit, clear: () => listeners.clear() }
  }

  const createFrame = (look) => {
    const frame = document.createElement('iframe')
    frame.title = 'Secure payment input frame'
    frame.style.cssText = 'width:100%;height:190px;border:0;display:block;color-scheme:normal'
    frame.allow = 'payment *'
    frame.src = `${origin}/stripe/elements/card?${new URLSearchParams(look)}`
    return frame
  }

  /** The frame with the card form, and the messages to and from it. */
  const createLine = (elementType, listeners) => {
    const channel = crypto.randomUUID()
    const waiting = new Map()
    let frame = null
    let count = 0
    const post = (message) =>
      frame?.contentWindow?.postMessage({ source: 'sandbox-stripe', ...message }, origin)
    const heard = ({ source, origin: from, data }) => {
      if (!frame || source !== frame.contentWindow || from !== origin) return
      if (data?.channel && data.channel !== channel) return
      if (data.type === 'height') frame.style.height = `${data.height}px`
      if (data.type === 'change') listeners.emit('change', data.event)
      if (['ready', 'focus', 'blur'].includes(data.type)) listeners.emit(data.type, { elementType })
      if (data.type !== 'answer') return
      waiting.get(data.id)?.(data.result)
      waiting.delete(data.id)
    }
    const close = () => {
      window.removeEventListener('message', heard)
      frame?.remove()
      frame = null
    }
    const open = (place, look) => {
      close()
      frame = createFrame(look)
      window.addEventListener('message', heard)
      frame.addEventListener('load', () => post({ type: 'hello', channel }))
      place.replaceChildren(frame)
    }
    const ask = (message) =>
      new Promise((resolve) => {
        count += 1
        waiting.set(count, resolve)
        post({ ...message, id: count })
      })
    return { post, ask, open, close }
  }

  const createElement = (type, options, settings) => {
    if (type !== 'payment') throw new Error(`IntegrationError: no element of type "${type}" in the sandbox.`)
    refuseRemoved(options)
    const listeners = createListeners()
    const line = createLine(type, listeners)
    const element = {
      mount(target) {
        const place = typeof target === 'string' ? document.querySelector(target) : target
        if (!place) throw new Error(`IntegrationError: the selector (${target}) applies to no DOM elements.`)
        line.open(place, settings.look())
      },
      unmount: line.close,
      destroy() {
        line.close()
        listeners.clear()
        settings.destroyed(element)
      },
      on: (name, listen) => (listeners.on(name, listen), element),
      off: (name, listen) => (listeners.off(name, listen), element),
      once(name, listen) {
        const wrapped = (event) => (listeners.off(name, wrapped), listen(event))
        return element.on(name, wrapped)
      },
      update() {},
      collapse() {},
      focus: () => line.post({ type: 'focus' }),
      clear: () => line.post({ type: 'clear' }),
      _ask: line.ask,
      _post: line.post,
    }
    return element
  }

  /** One wallet that every device has: a press pays with a card that always works. */
  const createWallets = (settings) => {
    const listeners = createListeners()
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = 'Sandbox wallet'
    button.style.cssText =
      'width:100%;height:44px;border:0;border-radius:6px;background:#000;color:#fff;font:600 16px system-ui;cursor:pointer'
    button.addEventListener('click', () => {
      settings.press()
      listeners.emit('click', { expressPaymentType: 'google_pay', resolve() {} })
      listeners.emit('confirm', { expressPaymentType: 'google_pay', paymentFailed() {} })
    })
    const element = {
      mount(place) {
        place.replaceChildren(button)
        setTimeout(() => listeners.emit('ready', { availablePaymentMethods: { googlePay: true } }))
      },
      unmount: () => button.remove(),
      destroy() {
        button.remove()
        listeners.clear()
      },
      on: (name, listen) => (listeners.on(name, listen), element),
      off: (name, listen) => (listeners.off(name, listen), element),
      update() {},
    }
    return element
  }

  const createElements = (key, options = {}) => {
    refuseRemoved(options)
    if (!options.clientSecret && !options.mode)
      throw new Error(
        'IntegrationError: elements() needs a clientSecret, or a mode with amount and currency.'
      )
    const state = { ...options }
    let payment = null
    let isWalletPressed = false
    const settings = {
      key,
      press: () => (isWalletPressed = true),
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
        if (type === 'expressCheckout') return createWallets(settings)
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
        if (isWalletPressed) return { selectedPaymentMethod: 'google_pay' }
        if (!payment)
          throw new Error('IntegrationError: create and mount a payment element before elements.submit().')
        const error = await payment._ask({ type: 'validate' })
        return error ? { error } : { selectedPaymentMethod: 'card' }
      },
      _payment: () => payment,
      /** Whether a wallet was pressed; the next confirmation is its own alone. */
      _takeWallet() {
        const wasPressed = isWalletPressed
        isWalletPressed = false
        return wasPressed
      },
      _clientSecret: () => state.clientSecret,
    }
  }

  window.sandboxElements = { origin, createElements }
}
