// What the page asks of the way in, of the second factor and of the devices, and who does it.
import type { Account } from './account.ts';
import type { AdvisorCommand } from './advisor_messages.ts';
import type { Inbox } from './inbox.ts';

export type DoorCommand = Extract<
  AdvisorCommand,
  {
    type:
      | 'make_keys'
      | 'step_done'
      | 'unlock'
      | 'offer_device'
      | 'confirm_join'
      | 'ask_card'
      | 'recover'
      | 'back_to_door';
  }
>;
export type DeviceCommand = Extract<
  AdvisorCommand,
  {
    type:
      | 'load_devices'
      | 'find_device'
      | 'admit_device'
      | 'revoke_device'
      | 'rename_device'
      | 'make_recovery_card'
      | 'keep_recovery_card'
      | 'seal_with_passkey'
      | 'refuse_claim'
      | 'set_idle'
      | 'end_task';
  }
>;
export type FactorCommand = Extract<
  AdvisorCommand,
  {
    type:
      | 'add_passkey'
      | 'try_passkey'
      | 'offer_app'
      | 'withdraw_app'
      | 'add_app'
      | 'passkey_answered'
      | 'load_factors'
      | 'remove_factor'
      | 'prove_factor'
      | 'close_factor';
  }
>;

export async function atTheDoor(account: Account | null, command: DoorCommand): Promise<void> {
  switch (command.type) {
    case 'make_keys':
      return account?.makeKeys();
    case 'step_done':
      return account?.door.stepDone(command.step);
    case 'unlock':
      return account?.unlock(command.passphrase, command.code);
    case 'offer_device':
      return account?.wayBack.offerDevice();
    case 'confirm_join':
      return account?.wayBack.confirmJoin(command.matches);
    case 'ask_card':
      return account?.wayBack.askCard();
    case 'recover':
      return account?.wayBack.recover(command.words);
    case 'back_to_door':
      return account?.wayBack.backToDoor();
  }
}

// The second factor is set up at the door and changed inside.
export async function withFactor(account: Account | null, command: FactorCommand): Promise<void> {
  switch (command.type) {
    case 'add_passkey':
      return account?.addPasskey();
    case 'try_passkey':
      return account?.tryPasskey();
    case 'add_app':
      return account?.addApp(command.code);
    case 'offer_app':
      return account?.factor?.offerApp();
    case 'withdraw_app':
      return account?.factor?.withdrawApp();
    case 'passkey_answered':
      return account?.factor?.passkeyAnswered(command.answer);
    case 'load_factors':
      await account?.factor?.load();
      return;
    case 'remove_factor':
      return account?.factor?.remove(command.id);
    case 'prove_factor':
      return account?.factor?.answerWanted(command.code);
    case 'close_factor':
      return account?.factor?.closeWanted();
  }
}

export async function withDevices({ devices, seal }: Inbox, command: DeviceCommand): Promise<void> {
  switch (command.type) {
    case 'load_devices':
      return devices.load();
    case 'find_device':
      return devices.find(command.digits);
    case 'admit_device':
      return devices.admit(command.name, command.passphrase);
    case 'revoke_device':
      return devices.revoke(command.id, command.passphrase);
    case 'rename_device':
      return devices.rename(command.id, command.name);
    case 'make_recovery_card':
      return devices.makeCard(command.passphrase);
    case 'keep_recovery_card':
      return devices.keepCard();
    case 'seal_with_passkey':
      return seal?.turn(command.on, command.passphrase);
    case 'refuse_claim':
      return devices.refuseClaim();
    case 'set_idle':
      return devices.setIdle(command.minutes);
    case 'end_task':
      return devices.endTask();
  }
}
