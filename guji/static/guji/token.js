// The token that a form must send. A login in another window gives a new one: the page that was open before goes on with it.
const COOKIE = /(?:^|; )csrftoken=([^;]+)/;

export function token() {
  return COOKIE.exec(document.cookie)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]").value;
}
