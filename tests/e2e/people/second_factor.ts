// What a person holds besides her passphrase: a passkey in her device (Chromium's virtual authenticator), and a phone
// with an authenticator app.
import { createHmac } from 'node:crypto';
import type { CDPSession, Page } from '@playwright/test';

const STEP_S = 30;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export class PasskeyDevice {
  readonly #session: CDPSession;
  readonly #id: string;

  private constructor(session: CDPSession, id: string) {
    this.#session = session;
    this.#id = id;
  }

  // For as long as the page lives. It says yes at once, after verifying its user.
  static async put(page: Page): Promise<PasskeyDevice> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        hasPrf: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new PasskeyDevice(session, authenticatorId);
  }

  // Another authenticator that says it were this one: its signatures are wrong.
  async isForged(forged: boolean): Promise<void> {
    await this.#session.send('WebAuthn.setResponseOverrideBits', {
      authenticatorId: this.#id,
      isBogusSignature: forged,
    });
  }

  async forgetsEverything(): Promise<void> {
    await this.#session.send('WebAuthn.clearCredentials', { authenticatorId: this.#id });
  }
}

// RFC 6238, from what stands on the screen. The server takes the step before and the one after too, but each once:
// `ahead` counts from now.
export function appCode(secret: string, ahead = 0): string {
  const bits = [...secret.replaceAll(' ', '')].map((letter) =>
    LETTERS.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / STEP_S) + ahead));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// The next code that the server has not seen, when the last that was used was `ahead` of `usedAt` (milliseconds).
export async function freshAppCode(secret: string, usedAt: number, ahead: number): Promise<string> {
  const used = Math.floor(usedAt / 1000 / STEP_S) + ahead;
  while (Math.floor(Date.now() / 1000 / STEP_S) + 1 <= used)
    await new Promise((later) => setTimeout(later, 500));
  return appCode(secret, 1);
}
