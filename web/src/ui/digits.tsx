// A safety number, or the digits of a device, in groups of four.
export function Digits({ number }: { number: string }) {
  return (
    <p class="digits" translate={false}>
      {number.split(' ').map((group, index) => (
        // The same group of four can occur twice; its place is its identity.
        <span key={`${index}-${group}`}>{group}</span>
      ))}
    </p>
  );
}
