/** The members of noVNC that we use: it comes without types. */
declare module '@novnc/novnc' {
  export default class RFB extends EventTarget {
    constructor(
      target: HTMLElement,
      url: string,
      options?: { credentials?: { password: string }; shared?: boolean }
    )
    scaleViewport: boolean
    background: string
    disconnect(): void
    focus(options?: FocusOptions): void
    sendCtrlAltDel(): void
    /** @param key its number in the X window system @param code of the key on a keyboard; null where there is none */
    sendKey(key: number, code: string | null, isDown?: boolean): void
  }
}
