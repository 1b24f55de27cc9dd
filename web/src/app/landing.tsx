// The start screen exactly as the browser's first render makes it, for the build to write into index.html.
import { StartScreen } from '../feature/start/start_screen.tsx';
import { Shell, type ShellActions } from '../ui/shell.tsx';

const nothing = () => {};
const shellActions: ShellActions = { exit: nothing, speak: nothing, help: nothing, stop: nothing };

export function landing() {
  return (
    <div class="under">
      <Shell language="nl" facts={null} running={false} exitAddress="/weg" actions={shellActions}>
        <StartScreen actions={{ enter: nothing, comeBack: nothing, readFirst: nothing }} offline={false} />
      </Shell>
    </div>
  );
}
