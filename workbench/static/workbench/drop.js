// Lets a sheet be dropped onto the form, and says which file is chosen and how large it is.

export function sizeInWords(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const units = ["KB", "MB", "GB"];
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size.toFixed(size < 10 ? 1 : 0)} ${units[unit]}`;
}

export function install(drop, input, said) {
  const tell = () => {
    const file = input.files[0];
    if (file) said.textContent = `${file.name}　${sizeInWords(file.size)}`;
  };
  input.addEventListener("change", tell);
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
    });
  }
  drop.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      tell();
    }
  });
}

const place = typeof document === "undefined" ? null : document.querySelector("#drop");
if (place) install(place, document.querySelector("#id_file"), document.querySelector("#drop-said"));
