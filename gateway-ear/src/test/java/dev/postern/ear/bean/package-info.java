/** An application that uses the resource adapter, as a user's would. */
package dev.postern.ear.bean;
